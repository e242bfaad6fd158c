// Draws each .chart from the table that its data-of names: one source of numbers, for eyes and for screen readers.
// Colours and type come from the style sheet, so that dark mode is right; everything runs right to left.
"use strict";

(() => {
  const drawn = new Map();
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function read(table, most) {
    const heads = [...table.tHead.rows[0].cells].slice(1);
    const rows = [...table.tBodies[0].rows].slice(0, most);
    const labels = rows.map((row) => row.cells[0].dataset.label ?? row.cells[0].textContent.trim());
    const series = heads.flatMap((head, i) => head.hasAttribute("data-skip") ? [] : [{
      label: head.textContent.trim(),
      // A cell without a number (too few to say) is a gap, never a zero.
      data: rows.map((row) => "value" in row.cells[i + 1].dataset ? Number(row.cells[i + 1].dataset.value) : null),
    }]);
    return { labels, series };
  }

  // Names of offices are long and phones narrow: broken between words, never cut.
  function broken(label, letters) {
    const lines = [""];
    for (const word of label.split(" ")) {
      const last = lines.length - 1;
      if (lines[last] && lines[last].length + word.length >= letters) lines.push(word);
      else lines[last] = `${lines[last]} ${word}`.trim();
    }
    return lines.length > 1 ? lines : label;
  }

  function look(kind, { labels, series }) {
    const ink = token("--ink"), soft = token("--ink-soft"), line = token("--line"), font = { family: token("--font"), size: 13 };
    const colours = [1, 2, 3, 4, 5, 6].map((n) => token(`--chart-${n}`));
    const lying = kind !== "line";
    const category = { ticks: { color: ink, font, autoSkip: !lying, maxRotation: 0, maxTicksLimit: lying ? undefined : 6 }, grid: { display: false }, border: { color: line } };
    const value = {
      beginAtZero: true, max: kind === "percent" ? 100 : undefined,
      ticks: { color: soft, font, precision: kind === "line" ? 1 : 0, maxTicksLimit: 6, callback: (v) => kind === "percent" ? `${v}%` : v.toLocaleString("en") },
      grid: { color: line }, border: { display: false },
    };
    const stacked = kind === "stacked";
    return {
      type: kind === "line" ? "line" : "bar",
      data: {
        labels,
        datasets: series.filter((s) => !stacked || s.data.some(Boolean)).map((s, i) => ({
          ...s, backgroundColor: colours[i % colours.length], borderColor: colours[i % colours.length],
          borderWidth: kind === "line" ? 2 : 0, borderRadius: stacked ? 0 : 4, maxBarThickness: 26, minBarLength: stacked ? 0 : 2, pointRadius: 3, tension: 0.25,
        })),
      },
      options: {
        indexAxis: lying ? "y" : "x", responsive: true, maintainAspectRatio: false, animation: false, locale: "en",
        scales: lying
          ? { y: { ...category, position: "right", stacked }, x: { ...value, reverse: true, stacked } }
          : { x: { ...category, reverse: true }, y: { ...value, position: "right" } },
        plugins: {
          legend: { display: stacked, rtl: true, textDirection: "rtl", position: "bottom", labels: { color: ink, font, boxWidth: 12, boxHeight: 12 } },
          tooltip: { rtl: true, textDirection: "rtl", titleFont: font, bodyFont: font },
        },
      },
    };
  }

  // Without a chart the long tables stand open; beside one they are folded unless the reader opened them.
  const opened = new Set();
  document.addEventListener("click", (event) => {
    const details = event.target.closest("[data-table] > summary")?.parentElement;
    if (details) opened[details.open ? "delete" : "add"](details.querySelector("table").id);
  });
  function fold() {
    for (const details of document.querySelectorAll("[data-table]")) details.open = opened.has(details.querySelector("table").id);
  }

  function draw() {
    if (typeof Chart === "undefined") return;
    fold();
    for (const [place, chart] of drawn) if (!place.isConnected) { chart.destroy(); drawn.delete(place); }
    for (const place of document.querySelectorAll(".chart")) {
      drawn.get(place)?.destroy();
      const facts = read(document.getElementById(place.dataset.of), Number(place.dataset.most ?? Infinity));
      if (!facts.series.some((one) => one.data.some((value) => value !== null))) continue;
      const canvas = document.createElement("canvas");
      const lying = place.dataset.chart !== "line";
      if (lying) facts.labels = facts.labels.map((label) => broken(label, place.parentElement.clientWidth < 480 ? 20 : 40));
      const line = Math.max(...facts.labels.map((label) => [label].flat().length)) * 17 + 12;
      place.replaceChildren(canvas);
      place.style.blockSize = `${lying ? Math.max(140, facts.labels.length * Math.max(40, line) + (place.dataset.chart === "stacked" ? 90 : 40)) : 240}px`;
      drawn.set(place, new Chart(canvas, look(place.dataset.chart, facts)));
    }
  }

  const start = () => { draw(); document.fonts?.ready.then(draw); };
  if (document.readyState === "complete") start(); else addEventListener("load", start);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  document.addEventListener("htmx:after:swap", draw);
})();
