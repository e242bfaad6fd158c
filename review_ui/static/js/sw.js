// Keeps the visit's form usable in a village without a signal. It keeps only pages that it was asked to keep
// (/cases/…/visit/field: a form without name or address) and their static files; everything else goes to the network alone.
"use strict";

const KEPT = "daman-field-1";
const PATIENCE_MS = 6000; // a line that is nearly dead is no line

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  })());
});

async function keep(urls) {
  const cache = await caches.open(KEPT);
  await Promise.all(urls.map(async (url) => {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) await cache.put(url, answer);
  }));
}

async function forget(path) {
  const cache = await caches.open(KEPT);
  for (const asked of await cache.keys()) {
    const kept = new URL(asked.url).pathname;
    if (path === "*" ? kept.startsWith("/cases/") : kept === path) await cache.delete(asked);
  }
}

self.addEventListener("message", (event) => {
  const { act, urls, path } = event.data ?? {};
  const work = act === "keep" ? keep(urls) : act === "forget" ? forget(path) : null;
  if (work) event.waitUntil(work.then(() => event.ports[0]?.postMessage(true), () => event.ports[0]?.postMessage(false)));
});

async function networkFirst(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request, { ignoreVary: true });
  if (!kept) return fetch(request);
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return kept;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const field = request.mode === "navigate" && /^\/cases\/[^/]+\/visit\/field$/.test(url.pathname);
  if (field || url.pathname.startsWith("/static/")) event.respondWith(networkFirst(request));
});
