// Forms that are sent whatever the line does: <form data-outbox>. What is handed in goes into an outbox on this device and
// from there to the server, once: the form's client_id makes a second arrival the same form. Whatever a person has to decide
// (a colleague was quicker, a field is wrong) comes back as a draft of that form, never as a lost one.
"use strict";

(() => {
  const PREFIX = "daman:outbox:";
  const note = document.getElementById("outbox");
  const account = document.body.dataset.account;

  const box = {
    names() {
      try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; }
    },
    read(key) {
      try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
    },
    put(item) {
      try { localStorage.setItem(PREFIX + item.id, JSON.stringify(item)); return true; } catch { return false; }
    },
    drop(key) {
      try { localStorage.removeItem(key); } catch { /* private mode */ }
    },
  };

  function tell(words, href) {
    if (!note) return;
    note.replaceChildren(href ? Object.assign(document.createElement("a"), { href, textContent: words }) : words);
    note.hidden = false;
  }

  async function toWorker(message) {
    const registration = await navigator.serviceWorker?.getRegistration?.();
    const worker = registration?.active;
    if (!worker) return false;
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve) => { port1.onmessage = (event) => resolve(event.data); });
    worker.postMessage(message, [port2]);
    return answer;
  }

  // Signing out, or a form that arrived by another way: nothing of it stays on the device.
  const done = document.body.dataset.draftDone;
  if (done) {
    for (const key of box.names()) if (done === "*" || box.read(key)?.draft === done) box.drop(key);
    toWorker({ act: "forget", path: done === "*" ? "*" : document.body.dataset.fieldPage ?? "" });
  }

  let sending = false;
  async function send() {
    const keys = box.names().filter((key) => box.read(key)?.account === account);
    if (!keys.length || sending) return "empty";
    sending = true;
    let last = "waiting";
    try {
      const token = await fetch("/outbox/token", { cache: "no-store" });
      if (token.status === 401) { tell(note?.dataset.signIn, "/sign-in"); return "waiting"; }
      const { csrf, account: now } = await token.json();
      if (String(now) !== account) return "waiting";
      for (const key of keys) last = await sendOne(key, csrf);
    } catch {
      tell(note?.dataset.waiting);
    } finally {
      sending = false;
    }
    return last;
  }

  async function sendOne(key, csrf) {
    const item = box.read(key);
    const body = new URLSearchParams([["csrf", csrf], ...item.values]);
    const answer = await fetch(`${item.page}/send`, { method: "POST", body });
    if (answer.status >= 500) { tell(note?.dataset.waiting); return "waiting"; }
    const { state, said, href } = await answer.json();
    box.drop(key);
    if (state === "filed") {
      localStorage.removeItem(`daman:draft:${item.draft}`);
      await toWorker({ act: "forget", path: `${item.page}/field` });
      tell(`${note?.dataset.sent} ${item.number}`, href);
    } else {
      tell(`${item.number}: ${said ?? note?.dataset.refused}`, href);
    }
    return state;
  }

  for (const form of document.querySelectorAll("form[data-outbox]")) {
    form.addEventListener("submit", async (event) => {
      if (event.submitter?.hasAttribute("formaction")) return;
      const values = [...new FormData(form)].filter(([name, value]) => name !== "csrf" && typeof value === "string");
      const id = form.elements.namedItem("client_id").value;
      const kept = box.put({
        id, account, values, number: form.dataset.number, page: form.dataset.outbox, draft: form.dataset.draft,
      });
      if (!kept) return; // no room on the device: the plain way
      event.preventDefault();
      tell(note?.dataset.waiting);
      const state = await send();
      if (state === "filed") location.assign(`${form.dataset.outbox}?done=visit_filed`);
      else if (state === "refused" || state === "conflict") form.submit(); // the page explains, with what was typed
    });
  }

  // A page that is meant for the field is kept, with all that it loads.
  const field = document.body.dataset.fieldKeep;
  if (field && "serviceWorker" in navigator) {
    (async () => {
      await navigator.serviceWorker.register("/sw.js");
      await navigator.serviceWorker.ready;
      const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name))
        .filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/")).map((url) => url.pathname + url.search);
      const kept = await toWorker({ act: "keep", urls: [field, ...new Set(loaded)] });
      if (kept) document.querySelector("[data-field-ready]")?.removeAttribute("hidden");
    })().catch(() => { /* the page goes on working while it stays open */ });
  }

  addEventListener("online", send);
  if (account) send();
})();
