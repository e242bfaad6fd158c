// Forms that keep what was typed on this device: <form data-draft="name">.
// Typing is saved at once; an interrupted or offline form is offered again and sent when the connection returns.
// A page that says <body data-draft-done="name"> forgets it; after signing out (data-draft-done="*") all are forgotten.
"use strict";

(() => {
  const PREFIX = "daman:draft:";
  const KEEP_MS = 7 * 24 * 3600 * 1000;
  const box = {
    read(name) {
      try {
        const kept = JSON.parse(localStorage.getItem(PREFIX + name));
        return kept && Date.now() - kept.at < KEEP_MS ? kept.values : null;
      } catch { return null; }
    },
    write(name, values) {
      try { localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), values })); } catch { /* private mode */ }
    },
    drop(name) {
      try { localStorage.removeItem(PREFIX + name); } catch { /* private mode */ }
    },
    names() {
      try { return Object.keys(localStorage).filter((k) => k.startsWith(PREFIX)).map((k) => k.slice(PREFIX.length)); } catch { return []; }
    },
  };

  const done = document.body.dataset.draftDone;
  if (done) (done === "*" ? box.names() : [done]).forEach(box.drop);

  const fields = (form) => [...form.elements].filter((e) => e.name && e.name !== "csrf" && e.type !== "password" && e.tagName !== "BUTTON");

  function values(form) {
    const kept = {};
    for (const e of fields(form)) {
      if ((e.type === "checkbox" || e.type === "radio") && !e.checked) continue;
      (kept[e.name] ??= []).push(e.value);
    }
    return kept;
  }

  function fill(form, kept) {
    const left = structuredClone(kept);
    for (const e of fields(form)) {
      if (e.type === "checkbox" || e.type === "radio") e.checked = (kept[e.name] ?? []).includes(e.value);
      else if (left[e.name]?.length) e.value = left[e.name].shift();
    }
  }

  function typed(form) {
    return fields(form).some((e) => e.type === "checkbox" || e.type === "radio" ? e.checked !== e.defaultChecked
      : e.tagName === "SELECT" ? [...e.options].some((o) => o.selected !== o.defaultSelected)
      : e.type !== "hidden" && e.value !== e.defaultValue);
  }

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const name = form.dataset.draft;
    const kept = box.read(name);
    // A page that the server sent back with messages already holds the newest values.
    if (kept && !form.hasAttribute("data-answered")) {
      fill(form, kept);
      form.querySelector("[data-draft-note]")?.removeAttribute("hidden");
    }
    const save = () => { if (typed(form) || box.read(name)) box.write(name, values(form)); };
    form.addEventListener("input", save);
    form.addEventListener("change", save);
    form.querySelector("[data-draft-drop]")?.addEventListener("click", () => {
      box.drop(name);
      location.reload();
    });
    form.addEventListener("submit", (event) => {
      box.write(name, values(form));
      if (navigator.onLine || form.hasAttribute("data-outbox")) return; // an outbox sends by itself
      event.preventDefault();
      event.stopPropagation();
      form.querySelector("[data-offline-note]")?.removeAttribute("hidden");
      addEventListener("online", () => form.requestSubmit(event.submitter), { once: true });
    });
  }
})();
