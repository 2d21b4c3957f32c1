"""The figures: parts that are shown at some stops, the line of the day, and the figure of all events that is its slider."""

# ruff: noqa: E501 - the lines of another language
from __future__ import annotations

from typing import Final

FIGURES: Final = r"""
// --- the figures of views ---
const insides = all(".on .in"), shownAt = all("[data-s]").map(g => [g, g.dataset.s.split(",").map(run => run.split("-").map(Number))]);
function titled(g, words) {
  if (!g.named) { g.named = document.createElementNS(g.namespaceURI, "title"); g.append(g.named); }
  if (g.named.textContent !== words) g.named.textContent = words;
}
const items = all(".pic [data-e]");
items.forEach(g => titled(g, E[g.dataset.e].drawn.t));
function drawFigures() {
  shownAt.forEach(p => p[0].toggleAttribute("hidden", !p[1].some(run => run[0] <= S.at && S.at <= run[run.length - 1])));
  items.forEach(g => g.classList.toggle("off", !E[g.dataset.e].fit));
  const stand = (q, stop, hide) => all(q).forEach(g => {
    attr(g, "transform", "translate(" + D.lines[stop] + ")").toggleAttribute("hidden", hide);
  });
  if (D.lines.length) {
    stand(".pic .at", S.at, false);
    stand(".pic .then", S.since, !S.two);
  }
  if (!$("until")) return;
  // What goes on ends at the line, and a text on what is cut off there takes the colour of others.
  const end = S.at < N - 1 ? D.lines[S.at] : 9999;
  attr($("until").firstChild, "width", end);
  insides.forEach(t => {
    t.wide = t.wide || t.getComputedTextLength();  // 0 where it is not shown
    t.classList.toggle("out", Number(t.getAttribute("x")) + t.wide > end);
  });
}

// --- the figure of all events: what is not yet known is an outline, and its line is the slider ---
const strip = $("strip"), marks = strip ? all("[data-e][class^=n]", strip) : [], names = strip ? all(".label", strip) : [];
marks.forEach(g => { g.base = g.getAttribute("class").split(" ").slice(0, 2).join(" "); });
const news = [];
if (strip && N > 1) D.strip.forEach(x => {
  const bar = attr(attr(document.createElementNS(strip.namespaceURI, "rect"), "x", x + "%"), "width", 3);
  news.push(bar);
  $("news").append(bar);
});
function drawStrip() {
  if (!strip) return;
  marks.forEach(g => {
    const ev = E[g.dataset.e], row = ev.row;
    const name = g.base + (row ? " " + row.s + (row.k === "possibly" ? " maybe" : row.k === "no" ? " gone" : "") : " later") + (ev.fit ? "" : " off");
    if (g.getAttribute("class") === name) return;
    attr(g, "class", name);
  });
  names.forEach(g => g.classList.toggle("off", !E[g.dataset.e].fit));
  const line = (g, stop) => {
    const x = D.strip[stop] + "%", l = g.firstChild;
    attr(attr(l, "x1", x), "x2", x);
    attr(l.nextSibling, "cx", x);
  };
  line(strip.querySelector(".now"), S.at);
  line(strip.querySelector("g.then"), S.since);
  strip.querySelector("g.then").toggleAttribute("hidden", !S.two);
  const future = strip.querySelector(".future");
  attr(attr(future, "x", D.strip[S.at] + "%"), "width", 100 - D.strip[S.at] + "%");
  news.forEach((bar, i) => bar.classList.toggle("is", i === S.at || S.two && i === S.since));
}
// How many events each stop brought, changed or took: the columns at the foot, of what fits the filters.
let newsOf = "";
function drawNews() {
  const mark = JSON.stringify(F);
  if (!news.length || newsOf === mark) return;
  newsOf = mark;
  const counts = D.days.map(() => 0);
  E.forEach(ev => ev.v.forEach((run, i) => {
    const row = run[1] || (i ? ev.v[i - 1][1] : null);
    if (row && fits(row)) counts[run[0]]++;
  }));
  const top = Math.sqrt(Math.max(...counts, 1));
  news.forEach((bar, i) => {
    const high = counts[i] ? 3 + 21 * Math.sqrt(counts[i]) / top : 0;
    attr(attr(bar, "y", -high), "height", high);
    bar.said = D.days[i][1] + ": " + counted(counts[i], "change");
  });
}
// What a mark or a column is, once a pointer is over it.
if (strip) strip.addEventListener("pointerover", e => {
  const g = e.target.closest("[data-e],#news rect"), row = g && g.dataset.e && E[g.dataset.e].row;
  if (g) titled(g, g.said || (row ? row.t + (row.w ? ", " + row.w : "") : "not yet known"));
});
function nearest(x) {
  const box = strip.getBoundingClientRect(), want = (x - box.left) / box.width * 100;
  let best = 0;
  D.strip.forEach((at, i) => { if (Math.abs(at - want) <= Math.abs(D.strip[best] - want)) best = i; });
  return best;
}
if (strip && N > 1) {
  let held = null;
  const follow = e => { if (held) move(held, nearest(e.clientX)); };
  strip.addEventListener("pointerdown", e => {
    if (e.button || e.target.closest("[data-e]:not(.later)")) return;
    const near = nearest(e.clientX);
    held = S.two && Math.abs(D.strip[S.since] - D.strip[near]) < Math.abs(D.strip[S.at] - D.strip[near]) ? "since" : "at";
    e.preventDefault();
    $(held).focus({preventScroll: true});
    strip.setPointerCapture(e.pointerId);
    follow(e);
  });
  strip.addEventListener("pointermove", follow);
  for (const end of ["pointerup", "pointercancel"]) strip.addEventListener(end, () => { held = null; });
}
"""
