"""The table of events: what fits the filters, in which order, and the rows to take away."""

# ruff: noqa: E501 - the lines of another language
from __future__ import annotations

from typing import Final

ROWS: Final = r"""
// --- the table of events ---
function link(n, words) {
  const a = attr(el("a", "", words), "href", "#id=" + E[n].h);
  a.dir = "auto";
  return a;
}
function fill(ev, row, d) {
  const t = ev.tr.children, told = d ? d.what + d.how : "";
  if (ev.drawn === row && ev.told === told) return;
  ev.drawn = row;
  ev.told = told;
  ev.tr.className = row.k === "no" ? "gone" : row.k === "possibly" ? "possibly" : "";
  t[0].textContent = row.w || "no date";
  t[1].textContent = "";
  const facts = list(row, "f").map(f => el("li", "", el("bdi", "", f)));
  if (d) t[1].append(mark(d.what));
  t[1].append(link(ev.n, row.t));
  if (d && d.how) t[1].append(el("span", "how", d.how));
  if (facts.length) t[1].append(el("ul", "", ...facts));
  t[2].textContent = KNOWN[row.k];
  t[3].textContent = "";
  t[3].append(el("span", "st " + row.s, row.s), ...list(row, "p").map(p => el("small", "", "possibly " + p)));
  t[4].textContent = row.n || "";
  t[5].textContent = list(row, "u").map(short).join(", ") || "none named";
}

// --- the filters: what fits them is in the figures, the counts, the columns and the tables ---
const KEYS = {entity: "e", standing: "s", source: "u", tag: "g"}, terms = texts("#reading .st");
for (const name in KEYS) {
  const found = new Set(E.flatMap(ev => ev.v.flatMap(run => list(run[1], KEYS[name]))));
  const words = v => name === "source" ? short(v) : v, low = v => words(v).toLowerCase();
  const sorted = [...found].sort((a, b) => low(a) < low(b) ? -1 : 1);
  (name === "standing" ? terms : sorted).forEach(v => $("f-" + name).append(attr(el("option", "", words(v)), "value", v)));
  $("f-" + name).parentNode.hidden = !found.size;
}
const F = {on: false, words: []};
function readFilters() {
  F.words = $("q").value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const name in KEYS) F[name] = $("f-" + name).value;
  F.on = F.words.length > 0 || Object.keys(KEYS).some(name => F[name]);
}
function fits(row) {
  if (!F.on) return true;
  for (const name in KEYS) {
    const want = F[name], has = list(row, KEYS[name]);
    if (want && (name === "standing" ? has !== want : !has.includes(want))) return false;
  }
  if (!F.words.length) return true;
  if (!row.find) row.find = [row.t, row.y, row.w, row.o, row.q, row.s, KNOWN[row.k], ...list(row, "f"), ...list(row, "g"), ...list(row, "a"),
    ...list(row, "z"), ...list(row, "u").map(u => u + " " + (SOURCES[u] ? SOURCES[u].find : ""))].join(" ").toLowerCase();
  return F.words.every(w => row.find.includes(w));
}
// What each event is at the stop, was at the other, how these differ, and whether it fits: all that is drawn draws this.
function look() {
  readFilters();
  E.forEach(ev => {
    ev.row = at(ev.v, S.at);
    ev.was = S.two ? at(ev.v, S.since) : S.at ? at(ev.v, S.at - 1) : null;
    ev.fit = fits(ev.row || ev.was || ev.v.find(run => run[1])[1]);
  });
}

// --- the order of the rows: that of the page, or of a heading ---
const body = document.querySelector("#events tbody"), columns = all("#events thead th");
const NAMES = columns.map(th => th.textContent.toLowerCase());
const SORTS = [ev => ev.n, ev => ev.drawn.t.toLowerCase(), ev => Object.keys(KNOWN).indexOf(ev.drawn.k), ev => terms.indexOf(ev.drawn.s),
  ev => -parseInt(ev.drawn.n, 10) || 0, ev => list(ev.drawn, "u").map(short).join(", ").toLowerCase() || "\uffff"];
let sorted = "";
columns.forEach((th, i) => {
  const b = button(th.textContent, () => {
    S.sort = S.sort === NAMES[i] ? "-" + NAMES[i] : S.sort === "-" + NAMES[i] || !i && !S.sort ? (i ? "" : "-when") : NAMES[i];
    if (S.sort === "when") S.sort = "";
    sortRows();
    keep();
  });
  b.className = "sort";
  th.textContent = "";
  th.append(b);
});
function sortRows() {
  const name = S.sort.replace("-", ""), i = Math.max(0, NAMES.indexOf(name)), down = S.sort[0] === "-" ? -1 : 1;
  columns.forEach((th, n) => attr(th, "aria-sort", n !== i ? "none" : down < 0 ? "descending" : "ascending"));
  if (!S.sort && !sorted) return;
  const keyed = E.map(ev => [SORTS[i](ev), ev]);
  keyed.sort((a, b) => (a[0] < b[0] ? -down : a[0] > b[0] ? down : 0) || a[1].n - b[1].n);
  const order = keyed.map(k => k[1].n).join();
  if (order === sorted) return;
  sorted = order;
  body.append(...keyed.map(k => k[1].tr));
}
function drawEvents() {
  let shown = 0, there = 0;
  E.forEach(ev => {
    const d = S.two ? differs(ev.was, ev.row, ev, S.at) : null, use = ev.row || (d ? ev.was : null);
    let show = S.two ? d !== null : ev.row !== null;
    if (show) there++;
    show = show && ev.fit;
    if (ev.tr.hidden === show) ev.tr.hidden = !show;
    if (!show) return;
    shown++;
    fill(ev, use, d);
  });
  if (S.sort || sorted) sortRows();
  say("shown", shown < there ? shown + " of " + there + " fit" : "");
  const none = $("events").querySelector(".none");
  none.hidden = shown > 0;
  none.textContent = there ? "No event fits." : S.two ? "Nothing is different between these " + UNIT + "s." : "No event was known.";
  $("events").querySelector("table").hidden = !shown;
}
// What lies below the table stays where it is: it keeps the room of the stop at which its rows are tallest, until the
// filters or the width change. Of very many rows, or between two stops, it keeps that of now, and a little more.
// Where the browser has not laid it out yet, because it is far off the screen, there is nothing to keep.
let held = "";
const TOLD = E.flatMap(ev => ev.v.map(([from, row], i) => ({ev, row, from, to: i + 1 < ev.v.length ? ev.v[i + 1][0] : D.days.length}))).filter(run => run.row);
function tallest() {
  const trial = body.cloneNode(false), rows = TOLD.map(run => ({n: run.ev.n, tr: run.ev.tr.cloneNode(true)}));
  rows.forEach((one, i) => { one.tr.removeAttribute("id"); one.tr.hidden = false; fill(one, TOLD[i].row, null); trial.append(one.tr); });
  body.after(trial);
  const change = D.days.map(() => 0), high = tr => tr.getBoundingClientRect().height;
  rows.forEach((one, i) => {
    const {row, from, to} = TOLD[i], h = fits(row) ? high(one.tr) : 0;
    change[from] += h;
    if (to < change.length) change[to] -= h;
  });
  trial.remove();
  let now = 0;
  const most = Math.max(...change.map(by => now += by)), shown = [...body.children].reduce((sum, tr) => sum + (tr.hidden ? 0 : high(tr)), 0);
  return Math.ceil(high($("rows")) - shown + most) + 1;
}
function hold() {
  const room = $("rows");
  if (room.checkVisibility && !room.checkVisibility({contentVisibilityAuto: true})) return;
  const mark = JSON.stringify([F, S.two, window.innerWidth]), high = () => Math.ceil(room.getBoundingClientRect().height);
  if (held !== mark) {
    held = mark;
    room.style.minHeight = "";
    if (!S.two && TOLD.length < 1000) room.style.minHeight = Math.max(high(), tallest()) + "px";
  }
  if (high() > (parseFloat(room.style.minHeight) || 0)) room.style.minHeight = high() + Math.max(48, Math.round(high() / 64)) + "px";
}
$("events").addEventListener("contentvisibilityautostatechange", e => { if (!e.skipped) hold(); });

// --- rows to take away: made here, so nothing is asked of anybody ---
const TAKEN = ["id", "when", "occurred", "title", "type", "known", "standing", "origins", "reported", "facts", "tags", "sources", "said"];
function takenRow(ev) {
  const r = ev.drawn, join = name => list(r, name).join("; ");
  return [ev.h + ev.i, r.w || "", r.o || "", r.t, r.y || "", KNOWN[r.k], r.s, r.n || "", r.r || "", join("f"), join("g"), join("u"), r.q || ""];
}
function quote(text) {
  const safe = /^\s*[=+\-@]/.test(text) ? "'" + text : text;
  return /[",\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}
all("#rows-as button").forEach(b => b.addEventListener("click", () => {
  const rows = [...body.children].filter(tr => !tr.hidden).map(tr => takenRow(E[tr.id.slice(1)]));
  const form = b.dataset.as;
  const said = form === "csv" ? [TAKEN, ...rows].map(row => row.map(quote).join(",")).join("\r\n") + "\r\n"
    : JSON.stringify({title: document.title, "as of": D.days[S.at][0], rows: rows.map(row => Object.fromEntries(row.map((v, i) => [TAKEN[i], v])))}, null, 1) + "\n";
  const a = el("a"), url = URL.createObjectURL(new Blob([said], {type: form === "csv" ? "text/csv" : "application/json"}));
  a.href = url;
  a.download = "events-" + D.days[S.at][0].replace(/:/g, "") + "." + form;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}));
"""
