"""Moving: the bar, the sliders, the steps, play, and the turns; a step draws what is left of the frame."""

# ruff: noqa: E501 - the lines of another language
from __future__ import annotations

from typing import Final

MOVING: Final = r"""
// --- the stop that is looked at ---
function drawBar() {
  const day = D.days[S.at][1], then = D.days[S.since][1], counts = {yes: 0, possibly: 0, no: 0}, tally = {"new": 0, changed: 0, gone: 0};
  let there = 0;
  E.forEach(ev => {
    if (ev.row) there++;
    if (!ev.fit) return;
    if (ev.row) counts[ev.row.k]++;
    const d = S.two ? differs(ev.was, ev.row, ev, S.at) : null;
    if (d) tally[d.what]++;
  });
  const fit = counts.yes + counts.possibly + counts.no;
  let told = counts.yes.toLocaleString("en") + " known";
  if (counts.possibly) told += ", " + counts.possibly.toLocaleString("en") + " possibly known";
  if (counts.no) told += ", " + counts.no.toLocaleString("en") + " taken back";
  if (F.on) told = fit.toLocaleString("en") + " of " + there.toLocaleString("en") + " fit: " + told;
  if (S.two) told = tally["new"] + " new, " + tally.changed + " changed, " + tally.gone + " gone";
  say("count", told);
  say("date", S.two ? then + " → " + day : day);
  all("#turns button").forEach(b => attr(b, "aria-pressed", Number(b.dataset.at) === S.at));
  if ($("two")) attr($("two"), "aria-pressed", S.two);
  $("back").disabled = S.at === 0;
  $("on").disabled = S.at === N - 1;
  if (!$("at")) return;
  $("at").value = S.at;
  $("since").value = S.since;
  $("since").hidden = !S.two;
  attr($("at"), "aria-valuetext", day + ": " + told);
  attr($("since"), "aria-valuetext", then);
}
function draw() {
  look();
  drawViews();
  drawFigures();
  drawStrip();
  drawNews();
  drawEvents();
  drawDay();
  drawBar();
  hold();
}
function show(name, place) {
  S[name] = Math.max(0, Math.min(N - 1, place));
  S[name === "at" ? "asked" : "askedSince"] = "";
  draw();
  keep();
}
function go(place) {
  play(false);
  show("at", place);
}
// While a pointer moves, one drawing a frame.
let due = null;
function move(name, place) {
  if (timer) play(false);
  if (!due) requestAnimationFrame(() => {
    const [what, where] = due;
    due = null;
    if (S[what] !== where) show(what, where);
  });
  due = [name, place];
}

// --- play: one stop a second, unless motion is unwelcome ---
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
let timer = 0;
function play(on) {
  clearInterval(timer);
  timer = 0;
  attr($("play"), "aria-pressed", on);
  say("play", on ? "Pause" : "Play");
  if (!on) return;
  if (S.at === N - 1) show("at", 0);
  timer = setInterval(() => {
    if (S.at < N - 1) show("at", S.at + 1);
    if (S.at === N - 1) play(false);
  }, 1000);
}
function heed() {
  if (still.matches) play(false);
  $("play").hidden = still.matches;
}
still.addEventListener("change", heed);

$("play").addEventListener("click", () => play(!timer));
$("back").addEventListener("click", () => go(S.at - 1));
$("on").addEventListener("click", () => go(S.at + 1));
all("#turns button").forEach(b => b.addEventListener("click", () => go(Number(b.dataset.at))));
for (const name of ["at", "since"]) if ($(name)) $(name).addEventListener("input", function () { play(false); show(name, Number(this.value)); });
$("go").addEventListener("submit", e => {
  e.preventDefault();
  const typed = $("day-of").value.trim();
  if (!typed) return;
  const found = find(typed);
  if (found.place !== undefined) {
    go(found.place);
    S.asked = found.said ? typed : "";
    keep();
  }
  tell(found.said);
});
if ($("two")) $("two").addEventListener("click", () => {
  S.two = !S.two;
  if (S.two && S.since >= S.at) S.since = 0;
  draw();
  keep();
});
function filter() {
  draw();
  keep();
}
$("filters").addEventListener("submit", e => e.preventDefault());
$("filters").addEventListener("input", filter);
$("filters").addEventListener("reset", () => setTimeout(filter, 0));
// A link to a part of the page is no view.
window.addEventListener("hashchange", () => { if (!location.hash || location.hash.includes("=")) read(); });

// On a narrow screen tables are laid out as lists; they stay tables for those who hear them.
const ROLES = {"table": "table", "thead,tbody": "rowgroup", "tr": "row", "thead th": "columnheader", "tbody th": "rowheader", "td": "cell"};
for (const q in ROLES) all(q).forEach(e => attr(e, "role", ROLES[q]));

all(".js").forEach(e => { e.hidden = e.id === "since" || e.id === "said" || N < 2 && !/^(filters|deeds|rows-as)$/.test(e.id); });
heed();
if (parsed()["as-of"] !== undefined) {
  look();
  hold();
}
read();
"""
