// Proof of work for <form data-proof="/tips/challenge">: reckoned beside the typing, sent in the hidden field "altcha".
// The arithmetic is altcha's own worker (vendor/VERSIONS.md). A form that is sent before it is done is sent without it.
"use strict";

for (const form of document.querySelectorAll("form[data-proof]")) {
  form.addEventListener("focusin", async () => {
    const field = form.elements.altcha;
    if (!field || !globalThis.crypto?.subtle) return; // a page without TLS: the lower limit holds
    try {
      const challenge = await (await fetch(form.dataset.proof)).json();
      const worker = new Worker("/static/vendor/altcha-pbkdf2-3.2.2.js");
      worker.addEventListener("message", ({ data: solution }) => {
        worker.terminate();
        if (solution && !solution.error) field.value = btoa(JSON.stringify({ challenge, solution }));
      });
      worker.postMessage({ type: "work", challenge, counterStart: 0, counterStep: 1, timeout: 60000 });
    } catch { /* no connection yet: the form waits for it by itself */ }
  }, { once: true });
}
