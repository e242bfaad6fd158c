// Small comforts for every page. Nothing here is needed: every page works without scripts.
"use strict";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  } catch {
    const code = document.getElementById(button.dataset.from);
    if (code) getSelection().selectAllChildren(code);
  }
});

// A second tap on a slow line must not send a form twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 8000);
});

// Coming back by the browser's arrow: the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// The summary of wrong fields takes the focus, so that it is read aloud first.
document.querySelector("[data-focus]")?.focus();
