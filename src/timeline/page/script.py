"""The script of a page: it moves between stops, shows and hides, and finds; it decides nothing about the log.

Law of this module: all text enters the page as text nodes; nothing is fetched, kept or sent.
"""

# ruff: noqa: E501 - the lines of another language
from __future__ import annotations

from typing import Final

SCRIPT: Final = r"""
(() => {
"use strict";
const $ = id => document.getElementById(id);
const all = (q, from) => [...(from || document).querySelectorAll(q)];

const D = JSON.parse($("data").textContent);
const N = D.days.length, E = D.events;
const KNOWN = {yes: "known", possibly: "possibly known", no: "taken back"};
const isMoment = stop => stop[0].includes("T"), UNIT = D.days.some(isMoment) ? "moment" : "day";
const S = {at: N - 1, since: 0, two: false, id: null};

// An element: name, class, then texts and elements; everything that comes from the log is a text node.
function el(name, cls, ...rest) {
  const e = document.createElement(name);
  if (cls) e.className = cls;
  e.append(...rest.filter(c => c !== null && c !== undefined && c !== ""));
  return e;
}
function attr(e, name, value) { e.setAttribute(name, value); return e; }
function list(row, name) { return row && row[name] || []; }
function same(a, b) { return JSON.stringify(a) === JSON.stringify(b); }
function say(id, words) { if ($(id).textContent !== words) $(id).textContent = words; }
const texts = (q, from) => all(q, from).map(e => e.textContent);

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

// --- what differs between two stops ---
const FIELDS = {t: "title", w: "date", r: "reported", y: "type", n: "origins", q: "words"};
const LISTS = {f: "facts", g: "tags", u: "sources", m: "remarks"};
function differs(a, b) {
  if (!isKnown(a) && !isKnown(b)) return null;
  if (!isKnown(a)) return {what: "new", how: b.k === "possibly" ? "possibly known" : ""};
  if (!isKnown(b)) return {what: "gone", how: b ? "taken back" : "no longer told"};
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

// --- links within the page ---
function hash(id) {
  return "#as-of=" + D.days[S.at][0] + (S.two ? "&since=" + D.days[S.since][0] : "") + (id ? "&id=" + id : "");
}
// Without scripts a link leads to the event's row; with them, to its panel.
all('a[href^="#e"]').forEach(a => {
  const n = /^#e(\d+)$/.exec(a.getAttribute("href"));
  if (n) attr(a, "href", "#id=" + E[n[1]].h);
});
function link(n, words) {
  const a = attr(el("a", "", words), "href", "#id=" + E[n].h);
  a.dir = "auto";
  return a;
}
document.addEventListener("click", e => {
  const a = e.target.closest && e.target.closest('a[href^="#id="],.pic [data-e]');
  if (!a || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  location.hash = hash(a.dataset.e ? E[a.dataset.e].h : a.getAttribute("href").slice(4));
});

// --- views: the table holds how each cell reads at last ---
function value(mode, words, notes, ids) {
  const shown = ids.length ? link(ids[0], words) : words;
  if (ids.length) shown.removeAttribute("dir");
  const p = el("p", mode ? "beside" : "value");
  if (mode) p.append(el("i", "", mode), " ");
  p.append(el("bdi", "", shown), " ", el("small", "", notes.filter(Boolean).join("; ")));
  return p;
}
function since(w) { return !w || /^(on or|before|after|until)|from /.test(w) ? w : "since " + w; }
function cell(c, td) {
  if (!c) return [];
  if (c === 1) return td.last.map(e => e.cloneNode(true));
  return (c[0] === "unknown" ? [el("p", "unknown", "unknown")] : []).concat(
    c[0] === "ended" && !c[1].length ? [value("", "(ended)", [], [])] : [],
    c[1].map(v => value("", v[0], [since(v[2]), v[1] === "possibly" ? "possibly" : "", v[3]], v[4])),
    c[2].map(v => value(v[0], v[1], [v[3], v[2] === "possibly" ? "possibly known" : "", v[4]], v[5])));
}
function isEmpty(c, td) { return !c || (c === 1 ? !td.last.some(e => e.className !== "unknown") : c[0] === "unknown" && !c[2].length); }
const views = D.views.map((cells, n) => {
  const box = $("v" + n), tds = all("tbody td", box);
  tds.forEach(td => { td.last = [...td.childNodes]; td.key = "[1,1]"; });
  return {box, rows: all("tbody tr", box), cells, tds, none: box.querySelector(".none"), rest: all("table,figure", box)};
});
function drawViews() {
  views.forEach(v => {
    v.rows.forEach(tr => { tr.hidden = true; });
    v.cells.forEach((c, i) => {
      const now = at(c, S.at), was = S.two ? at(c, S.since) : now, td = v.tds[i], key = JSON.stringify([was, now]);
      if (now || was) td.parentNode.hidden = false;
      if (td.key === key) return;
      td.key = key;
      td.textContent = "";
      const before = isEmpty(was, td), after = isEmpty(now, td);
      if (!same(now, was) && !(before && after)) {
        const m = mark(before ? "new" : after ? "gone" : "changed");
        td.append(before ? m : el("div", "was", m, "was", ...cell(was, td)));
      }
      td.append(...cell(now, td));
    });
    const none = v.rows.every(tr => tr.hidden);
    v.none.hidden = !none;
    v.rest.forEach(e => { e.hidden = none; });
  });
}

// --- the figures: parts that are shown at some stops, and the line of the day ---
const insides = all(".on .in"), shownAt = all("[data-s]").map(g => [g, g.dataset.s.split(",").map(run => run.split("-").map(Number))]);
all(".pic [data-e]").forEach(g => {
  const t = document.createElementNS(g.namespaceURI, "title");
  t.textContent = E[g.dataset.e].drawn.t;
  g.append(t);
});
function drawFigures() {
  shownAt.forEach(p => p[0].toggleAttribute("hidden", !p[1].some(run => run[0] <= S.at && S.at <= run[run.length - 1])));
  const stand = (q, stop, hide) => all(q).forEach(g => {
    attr(g, "transform", "translate(" + D.lines[stop] + ")").toggleAttribute("hidden", hide);
  });
  stand(".at", S.at, false);
  stand(".then", S.since, !S.two);
  if (!$("until")) return;
  // What goes on ends at the line, and a text on what is cut off there takes the colour of others.
  const end = S.at < N - 1 ? D.lines[S.at] : 9999;
  attr($("until").firstChild, "width", end);
  insides.forEach(t => t.classList.toggle("out", +t.getAttribute("x") + 4.5 * t.lastChild.textContent.length > end));
}

// --- the table of events ---
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
const KEYS = {entity: "e", standing: "s", source: "u", tag: "g"}, terms = texts("#reading .st");
for (const name in KEYS) {
  const found = new Set(E.flatMap(ev => ev.v.flatMap(run => list(run[1], KEYS[name]))));
  const words = v => name === "source" ? short(v) : v, low = v => words(v).toLowerCase();
  const sorted = [...found].sort((a, b) => low(a) < low(b) ? -1 : 1);
  (name === "standing" ? terms : sorted).forEach(v => $("f-" + name).append(attr(el("option", "", words(v)), "value", v)));
  $("f-" + name).parentNode.hidden = !found.size;
}
function fits(row, words) {
  for (const name in KEYS) {
    const want = $("f-" + name).value, has = list(row, KEYS[name]);
    if (want && (name === "standing" ? has !== want : !has.includes(want))) return false;
  }
  if (!words.length) return true;
  if (!row.find) row.find = [row.t, row.y, row.w, row.o, row.q, row.s, KNOWN[row.k], ...list(row, "f"), ...list(row, "g"),
    ...list(row, "u").map(u => u + " " + (SOURCES[u] ? SOURCES[u].find : ""))].join(" ").toLowerCase();
  return words.every(w => row.find.includes(w));
}
function drawEvents() {
  const words = $("q").value.toLowerCase().split(/\s+/).filter(Boolean);
  const counts = {yes: 0, possibly: 0, no: 0}, tally = {"new": 0, changed: 0, gone: 0};
  let shown = 0, there = 0;
  E.forEach(ev => {
    const row = at(ev.v, S.at), was = S.two ? at(ev.v, S.since) : row, d = S.two ? differs(was, row) : null;
    if (row) counts[row.k]++;
    if (d) tally[d.what]++;
    const use = row || (d ? was : null);
    let show = S.two ? d !== null : row !== null;
    if (show) there++;
    show = show && fits(use, words);
    if (ev.tr.hidden === show) ev.tr.hidden = !show;
    if (!show) return;
    shown++;
    fill(ev, use, d);
  });
  let told = counts.yes + " known";
  if (counts.possibly) told += ", " + counts.possibly + " possibly known";
  if (counts.no) told += ", " + counts.no + " taken back";
  if (S.two) told = tally["new"] + " new, " + tally.changed + " changed, " + tally.gone + " gone since " + D.days[S.since][1];
  say("count", told);
  say("shown", shown < there ? shown + " of " + there + " fit" : "");
  const none = $("events").querySelector(".none");
  none.hidden = shown > 0;
  none.textContent = there ? "No event fits." : "Nothing is different between these " + UNIT + "s.";
  $("events").querySelector("table").hidden = !shown;
}

// --- what changed on the day ---
function drawDay() {
  const box = $("day-b"), found = [];
  $("day").hidden = S.two;
  if (S.two) return;
  box.textContent = "";
  say("day-h", (S.at ? "What changed " : "First known ") + (isMoment(D.days[S.at]) ? "at " : "on ") + D.days[S.at][1]);
  E.forEach(ev => {
    if (!ev.v.some(run => run[0] === S.at)) return;
    const was = S.at ? at(ev.v, S.at - 1) : null, row = at(ev.v, S.at), d = differs(was, row);
    if (d) found.push([{"new": 0, gone: 1, changed: 2}[d.what], ev.n, d, row || was]);
  });
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const first = el("ul"), rest = el("ul"), few = found.length > 10 ? 8 : 10;
  found.slice(0, 200).forEach((f, i) => {
    (i < few ? first : rest).append(el("li", "", mark(f[2].what), link(f[1], f[3].t), el("small", "", f[2].how)));
  });
  if (found.length > 200) rest.append(el("li", "", "and " + (found.length - 200) + " more; compare two " + UNIT + "s to see all"));
  box.append(found.length ? first : el("p", "none", "No event; only what was so on that day."));
  if (rest.childNodes.length) box.append(el("details", "", el("summary", "", found.length - few + " more"), rest));
}

// --- the panel of an event ---
const panel = $("panel");
let opener = null;
function section(title, nodes, name) {
  if (nodes.length) panel.append(el("h3", "", title), el(name || "ul", "", ...nodes));
}
function step(c) {
  const li = el("li", "d" + Math.min(c.d || 0, 3), el("b", "", SOURCES[c.n] ? SOURCES[c.n].head.cloneNode(true) : c.n || "a report that names no source"));
  const rests = [];
  if (c.v) rests.push("relays " + c.v.map(short).join(", "));
  if (c.o) rests.push("from " + c.o.join(", "));
  if (c.x) rests.push("does not say what it rests on");
  if (rests.length) li.append(el("small", "", rests.join("; ")));
  list(c, "r").forEach(r => {
    li.append(el("small", "", r[0] + (r[1] ? ", " + r[1] : "") + (r[2] ? ", " + r[2] + " known" : "") + (r[4] ? ": " + r[4] : "")));
    if (r[3]) li.append(attr(el("blockquote", "", r[3]), "dir", "auto"));
  });
  if (!c.r) li.append(el("small", "", "only named by others"));
  return li;
}
function history_of(ev) {
  return ev.v.map((run, i) => {
    const row = run[1], d = differs(i ? ev.v[i - 1][1] : null, row);
    let what = d ? d.how : "";
    if (d && d.what === "new") what = (row.k === "possibly" ? "possibly known" : "known") + ", " + row.s + (row.n ? ", " + row.n : "");
    if (!what && row && row.k === "no") what = "taken back";
    if (!what) return null;
    const li = el("li", "", el("b", "", D.days[run[0]][1]), ": " + what);
    if (run[0] <= S.at && (!ev.v[i + 1] || ev.v[i + 1][0] > S.at)) attr(li, "aria-current", "true").append(el("small", "", "as looked at now"));
    return li;
  }).filter(Boolean);
}
function drawPanel() {
  const ev = S.id && E.find(e => (e.h + e.i).startsWith(S.id));
  E.forEach(e => e.tr.classList.toggle("hit", e === ev));
  if (!ev) {
    if (panel.open) panel.close();
    return;
  }
  const row = at(ev.v, S.at), day = D.days[S.at][1];
  panel.textContent = "";
  const close = attr(el("button", "close", "Close"), "type", "button");
  close.addEventListener("click", () => panel.close());
  let told = row;
  if (!told) ev.v.forEach(run => { if (run[1] && (!told || run[0] <= S.at)) told = run[1]; });
  panel.append(close, el("p", "kicker", "As of " + day), attr(attr(el("h2", "", told.t), "dir", "auto"), "id", "panel-h"));
  if (!row) panel.append(el("p", "limits", "Not known as of " + day + ". What follows is how it was told on another day."));
  const dl = el("dl");
  [["When", told.w || "no date"], ["As typed", told.o && el("code", "", told.o)], ["Known", row ? KNOWN[row.k] : "not then"],
    ["Reported", told.r], ["Standing", el("span", "", el("span", "st " + told.s, told.s), list(told, "p").map(p => ", possibly " + p).join(""))],
    ["Origins", told.n], ["Type", told.y], ["Tags", list(told, "g").join(", ")], ["Remarks", list(told, "m").join("; ")]].forEach(f => {
    if (f[1]) dl.append(el("dt", "", f[0]), el("dd", "", f[1]));
  });
  panel.append(dl);
  if (told.q) panel.append(attr(el("blockquote", "", told.q), "dir", "auto"));
  section("What it says", list(told, "f").map(f => el("li", "", el("bdi", "", f))));
  section("Who says so, and on what it rests", list(told, "c").map(step));
  if (told.c) panel.lastChild.className = "chain";
  section("How its standing changed", history_of(ev), "ol");
  section("Corrections", (ev.x || []).map(x => D.changes[x]).filter(x => x.f <= S.at)
    .map(x => el("li", "", el("bdi", "", x.t), el("small", "", "recorded " + x.d + (x.b ? ": " + x.b : "")))));
  section("Other events", list(told, "l").map(l => el("li", "", l[0] + " ", link(l[1], (at(E[l[1]].v, S.at) || E[l[1]].v.find(run => run[1])[1]).t))));
  panel.append(el("h3", "", "In the log"), el("p", "", el("code", "", ev.h + ev.i)));
  if (!panel.open) {
    opener = document.activeElement;
    panel.showModal();
  }
  panel.scrollTop = 0;
}
panel.addEventListener("close", () => {
  if (S.id) { S.id = null; E.forEach(ev => ev.tr.classList.remove("hit")); keep(); }
  if (opener && opener.isConnected && opener !== document.body) opener.focus();
  opener = null;
});
panel.addEventListener("click", e => { if (e.target === panel) panel.close(); });

// --- the day looked at ---
const columns = all("#chart g");
function drawBar() {
  const day = D.days[S.at][1], then = D.days[S.since][1];
  $("at").value = S.at;
  $("since").value = S.since;
  say("date", S.two ? then + " → " + day : day);
  $("since-row").hidden = !S.two;
  attr($("two"), "aria-pressed", S.two);
  $("back").disabled = S.at === 0;
  $("on").disabled = S.at === N - 1;
  columns.forEach((g, i) => attr(g, "class", i === S.at || S.two && i === S.since ? "is" : ""));
  attr($("at"), "aria-valuetext", day + ": " + $("count").textContent);
  attr($("since"), "aria-valuetext", then);
}
function draw() {
  drawViews();
  drawFigures();
  drawEvents();
  drawDay();
  drawBar();
}
function keep() { history.replaceState(null, "", hash(S.id)); }
function go(place) {
  S.at = Math.max(0, Math.min(N - 1, place));
  draw();
  keep();
}
// A day lasts until after all of its instants.
function end(stop) { return stop.includes("T") ? stop.replace(/Z$/, "") : stop + "T~"; }
function place(stop) {
  let found = 0;
  D.days.forEach((d, i) => { if (end(d[0]) <= end(stop)) found = i; });
  return found;
}
function read() {
  const want = {};
  location.hash.slice(1).split("&").forEach(pair => {
    const cut = pair.indexOf("=");
    if (cut < 0) return;
    try { want[pair.slice(0, cut)] = decodeURIComponent(pair.slice(cut + 1)); } catch (_) { return; }
  });
  if (/^-?\d{4}/.test(want["as-of"] || "")) S.at = place(want["as-of"]);
  S.two = /^-?\d{4}/.test(want.since || "");
  if (S.two) S.since = place(want.since);
  S.id = /^[0-9a-f]{4,64}$/.test(want.id || "") ? want.id : null;
  draw();
  drawPanel();
}
$("at").addEventListener("input", function () { go(Number(this.value)); });
$("since").addEventListener("input", function () { S.since = Number(this.value); draw(); keep(); });
$("back").addEventListener("click", () => go(S.at - 1));
$("on").addEventListener("click", () => go(S.at + 1));
$("two").addEventListener("click", () => {
  S.two = !S.two;
  if (S.two && S.since >= S.at) S.since = 0;
  draw();
  keep();
});
$("filters").addEventListener("submit", e => e.preventDefault());
$("filters").addEventListener("input", drawEvents);
$("filters").addEventListener("reset", () => setTimeout(drawEvents, 0));
window.addEventListener("hashchange", read);

// On a narrow screen tables are laid out as lists; they stay tables for those who hear them.
const ROLES = {"table": "table", "thead,tbody": "rowgroup", "tr": "row", "thead th": "columnheader", "tbody th": "rowheader", "td": "cell"};
for (const q in ROLES) all(q).forEach(e => attr(e, "role", ROLES[q]));

// The middle of the slider's thumb stands over the middle of its column.
function align() {
  const w = $("chart").clientWidth;
  all("input[type=range]").forEach(r => { r.style.width = N > 1 ? w * (N - 1) / N + 16 + "px" : "100%"; });
}
all(".js").forEach(e => { e.hidden = e.id === "since-row" || N < 2 && e.id !== "filters"; });
$("chart").classList.add("live");
align();
window.addEventListener("resize", align);
read();
})();
"""
"""The script as it stands in the page."""
