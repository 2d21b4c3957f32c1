"""What the page holds: its data, its sources and events, and how two tellings of an event differ."""

# ruff: noqa: E501 - the lines of another language
from __future__ import annotations

from typing import Final

STATE: Final = r"""
const $ = id => document.getElementById(id);
const all = (q, from) => [...(from || document).querySelectorAll(q)];

const D = JSON.parse($("data").textContent);
const N = D.days.length, E = D.events;
const KNOWN = {yes: "known", possibly: "possibly known", no: "taken back"};
const isMoment = stop => stop[0].includes("T"), UNIT = D.days.some(isMoment) ? "moment" : "day";
// The stop that is looked at and the one it is compared with, each as it was asked for where that is no stop; the event that is open.
const S = {at: N - 1, since: 0, two: false, id: null, asked: "", askedSince: "", sort: ""};

// An element: name, class, then texts and elements; everything that comes from the log is a text node.
function el(name, cls, ...rest) {
  const e = document.createElement(name);
  if (cls) e.className = cls;
  e.append(...rest.filter(c => c !== null && c !== undefined && c !== ""));
  return e;
}
function attr(e, name, value) { e.setAttribute(name, value); return e; }
function button(words, deed) {
  const e = attr(el("button", "", words), "type", "button");
  e.addEventListener("click", () => deed(e));
  return e;
}
function list(row, name) { return row && row[name] || []; }
function same(a, b) { return JSON.stringify(a) === JSON.stringify(b); }
function say(id, words) { if ($(id).textContent !== words) $(id).textContent = words; }
const texts = (q, from) => all(q, from).map(e => e.textContent);
const counted = (n, noun) => n.toLocaleString("en") + " " + noun + (n === 1 ? "" : "s");

// --- the sources, as the page lists them ---
const SOURCES = {}, heads = texts(".sources b");
all(".sources li").forEach((li, i) => {
  const name = li.lastElementChild.textContent;
  SOURCES[name] = {head: li.firstChild, find: li.textContent,
    short: heads.filter(h => h === heads[i]).length > 1 ? heads[i] + " (" + name + ")" : heads[i]};
});
function short(name) { return SOURCES[name] ? SOURCES[name].short : name; }

// --- the events: the table holds the last row of each, and each run tells only what differs from the next ---
E.forEach((ev, n) => {
  ev.n = n;
  const tr = ev.tr = $("e" + n), t = tr.children;
  const words = i => t[i].textContent;
  let row = {t: t[1].firstChild.textContent, w: words(0) === "no date" ? "" : words(0), f: texts("li", tr),
    k: Object.keys(KNOWN).find(k => KNOWN[k] === words(2)), s: t[3].firstChild.textContent,
    p: texts("small", t[3]).map(p => p.slice(9)), n: words(4)};
  ev.v.reverse().forEach(run => {
    if (run[1] === 0) run[1] = null;
    else {
      row = Object.assign({}, row, run[1]);
      if (run[1].c) row.c = run[1].c.map(c => D.steps[c]);
      row.u = [...new Set(list(row, "c").filter(c => c.r && c.n).map(c => c.n))];
      row = Object.fromEntries(Object.entries(row).filter(f => f[1] !== null && f[1].length !== 0).sort());
      run[1] = row;
    }
  });
  ev.v.reverse();
  ev.told = "";
  ev.drawn = ev.v.map(run => run[1]).filter(Boolean).pop();
});
function at(runs, place) {
  let found = null;
  for (const run of runs) if (run[0] <= place) found = run[1]; else break;
  return found;
}
function isKnown(row) { return row !== null && row.k !== "no"; }
function isTold(row) { return row ? row.t : ""; }

// --- what differs between two stops ---
const FIELDS = {t: "title", w: "date", r: "reported", y: "type", n: "origins", q: "words"};
const LISTS = {f: "facts", g: "tags", u: "sources", m: "remarks", a: "account", z: "names"};
// Of an event that is told no more at a stop: as which other it is told from then on.
function departed(ev, place) {
  const run = ev.v.filter(run => run[0] <= place).pop(), one = run && list(ev, "j").find(j => j[0] === run[0]);
  return one ? "now told as the same event as " + (at(E[one[1]].v, place) || E[one[1]].v.find(run => run[1])[1]).t : "no longer told";
}
function differs(a, b, ev, place) {
  if (a === b) return null;
  if (!isKnown(a) && !isKnown(b)) return null;
  if (!isKnown(a)) return {what: "new", how: b.k === "possibly" ? "possibly known" : ""};
  if (!isKnown(b)) return {what: "gone", how: b ? "taken back" : departed(ev, place)};
  const how = [], moved = a.k !== b.k;
  if (moved) how.push(KNOWN[a.k] + " → " + KNOWN[b.k]);
  if (a.s !== b.s) how.push(a.s + " → " + b.s);
  for (const f in FIELDS) {
    if (moved && (f === "n" || f === "r")) continue;
    if ((a[f] || "") !== (b[f] || "")) how.push(FIELDS[f] + ": " + (a[f] || "none") + " → " + (b[f] || "none"));
  }
  for (const f in LISTS) {
    const was = list(a, f), is = list(b, f), name = f === "u" ? short : String;
    const told = is.filter(x => !was.includes(x)).map(x => "+ " + name(x))
      .concat(was.filter(x => !is.includes(x)).map(x => "\u2212 " + name(x)));
    if (told.length) how.push(LISTS[f] + ": " + told.join(", "));
  }
  if (!how.length && !same(a, b)) how.push(same(a.p, b.p) ? "reports or links" : "what it might be: " + (list(b, "p").join(", ") || b.s));
  return how.length ? {what: "changed", how: how.join("; ")} : null;
}
function mark(what) { return el("span", "mark " + what, {"new": "New", gone: "Gone", changed: "Changed"}[what]); }
"""
