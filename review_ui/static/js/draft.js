// Forms that keep what was typed on this device: <form data-draft="name">.
// Typing is saved at once; an interrupted or offline form is offered again and sent when the connection returns.
// A page that says <body data-draft-done="name"> forgets it; after signing out (data-draft-done="*") all are forgotten.
// <form data-draft-hours="24"> keeps it for less than a week; a box with data-draft-off inside the form stops keeping it here.
"use strict";

(() => {
  const PREFIX = "daman:draft:";
  const KEEP_MS = 7 * 24 * 3600 * 1000;
  const OFF = "daman:draft-off:"; // says only that nothing may be kept
  const box = {
    read(name, forMs = KEEP_MS) {
      try {
        const kept = JSON.parse(localStorage.getItem(PREFIX + name));
        if (kept && Date.now() - kept.at < forMs) return kept.values;
        localStorage.removeItem(PREFIX + name);
        return null;
      } catch { return null; }
    },
    off(name, value) {
      try {
        if (value === undefined) return localStorage.getItem(OFF + name) === "1";
        return value ? localStorage.setItem(OFF + name, "1") : localStorage.removeItem(OFF + name);
      } catch { return false; }
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

  const fields = (form) => [...form.elements].filter((e) => e.name && !["csrf", "altcha"].includes(e.name) && !["password", "file"].includes(e.type) && e.tagName !== "BUTTON");

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
    const forMs = Number(form.dataset.draftHours ?? 168) * 3600 * 1000;
    const kept = box.read(name, forMs);
    // A page that the server sent back with messages already holds the newest values.
    if (kept && !form.hasAttribute("data-answered")) {
      fill(form, kept);
      form.querySelector("[data-draft-note]")?.removeAttribute("hidden");
    }
    const save = () => { if (!box.off(name) && (typed(form) || box.read(name, forMs))) box.write(name, values(form)); };
    const choice = form.querySelector("[data-draft-choice]");
    if (choice) {
      const off = choice.querySelector("[data-draft-off]");
      choice.removeAttribute("hidden");
      off.checked = box.off(name);
      off.addEventListener("change", (event) => {
        event.stopPropagation();
        box.off(name, off.checked);
        if (off.checked) box.drop(name); else save();
      });
    }
    form.addEventListener("input", save);
    form.addEventListener("change", save);
    form.querySelectorAll("[data-draft-drop]").forEach((button) => button.addEventListener("click", () => {
      box.drop(name);
      form.reset();
      location.assign(location.pathname);
    }));
    form.addEventListener("submit", (event) => {
      if (!box.off(name)) box.write(name, values(form));
      if (navigator.onLine || form.hasAttribute("data-outbox")) return; // an outbox sends by itself
      event.preventDefault();
      event.stopPropagation();
      form.querySelector("[data-offline-note]")?.removeAttribute("hidden");
      addEventListener("online", () => form.requestSubmit(event.submitter), { once: true });
    });
  }
})();
