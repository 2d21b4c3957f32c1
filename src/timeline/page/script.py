"""The script of a page: it moves between stops, shows and hides, and finds; it decides nothing about the log.

Law of this module: all text enters the page as text nodes; nothing is fetched, kept or sent.
"""

# ruff: noqa: E501 - the lines of another language
from __future__ import annotations

from typing import Final

_SOURCE: Final = r"""
(function () {
"use strict";
var D = JSON.parse(document.getElementById("data").textContent), N = D.days.length;
var $ = function (id) { return document.getElementById(id); };
var all = function (q, from) { return Array.prototype.slice.call((from || document).querySelectorAll(q)); };
var KNOWN = {yes: "known", possibly: "possibly known", no: "taken back"};
var S = {at: N - 1, since: 0, two: false, id: null};

// An element: name, class, then texts and elements; everything that comes from the log is a text node.
function el(name, cls) {
  var e = document.createElement(name);
  if (cls) e.className = cls;
  for (var i = 2; i < arguments.length; i++) {
    var c = arguments[i];
    if (c !== null && c !== undefined && c !== "") e.append(c);
  }
  return e;
}
function attr(e, name, value) { e.setAttribute(name, value); return e; }

// Each run tells only what it changes; put the rows together once.
D.events.forEach(function (ev) {
  var row = null;
  ev.v = ev.v.map(function (run) {
    if (run[1] === null) row = null;
    else {
      row = Object.assign({}, row, run[1]);
      if (run[1].c) row.c = run[1].c.map(function (n) { return D.steps[n]; });
      Object.keys(row).forEach(function (k) { if (row[k] === null) delete row[k]; });
    }
    return [run[0], row];
  });
  ev.id = ev.h + ev.i;
});
function at(runs, place) {
  var found = null;
  for (var i = 0; i < runs.length && runs[i][0] <= place; i++) found = runs[i][1];
  return found;
}
function isKnown(row) { return row !== null && row.k !== "no"; }
function list(row, name) { return row && row[name] || []; }
function same(a, b) { return JSON.stringify(a) === JSON.stringify(b); }

// --- what differs between two stops ---
var FIELDS = [["t", "title"], ["w", "date"], ["r", "reported"], ["y", "type"], ["n", "origins"], ["q", "words"]];
function differs(a, b) {
  if (!isKnown(a) && !isKnown(b)) return null;
  if (!isKnown(a)) return {what: "new", how: [b.k === "possibly" ? "possibly known" : ""]};
  if (!isKnown(b)) return {what: "gone", how: [b ? "taken back" : "no longer told"]};
  var how = [];
  if (a.k !== b.k) how.push(KNOWN[a.k] + " → " + KNOWN[b.k]);
  if (a.s !== b.s) how.push(a.s + " → " + b.s);
  FIELDS.forEach(function (f) {
    if (a.k !== b.k && (f[0] === "n" || f[0] === "r")) return;
    if ((a[f[0]] || "") !== (b[f[0]] || "")) how.push(f[1] + ": " + (a[f[0]] || "none") + " → " + (b[f[0]] || "none"));
  });
  [["f", "facts"], ["g", "tags"], ["u", "sources"], ["m", "remarks"]].forEach(function (f) {
    var was = list(a, f[0]), is = list(b, f[0]);
    var name = f[0] === "u" ? short : String;
    var plus = is.filter(function (x) { return was.indexOf(x) < 0; }).map(name);
    var minus = was.filter(function (x) { return is.indexOf(x) < 0; }).map(name);
    if (plus.length || minus.length) how.push(f[1] + ": " + plus.map(function (x) { return "+ " + x; })
      .concat(minus.map(function (x) { return "\u2212 " + x; })).join(", "));
  });
  if (!how.length && !same(a, b)) how.push(same(a.p, b.p) ? "reports or links" : "what it might be: " + (list(b, "p").join(", ") || b.s));
  return how.length ? {what: "changed", how: how} : null;
}
function mark(d) {
  return d ? el("span", "mark " + d.what, {"new": "New", gone: "Gone", changed: "Changed"}[d.what]) : null;
}
function how(d) { return d ? d.how.filter(Boolean).join("; ") : ""; }

// --- links within the page ---
function hash(id) {
  var h = "#as-of=" + D.days[S.at][0] + (S.two ? "&since=" + D.days[S.since][0] : "");
  return id ? h + "&id=" + id : h;
}
// Without scripts a link leads to the event's row; with them, to its panel.
all('a[href^="#e"]').forEach(function (a) {
  var n = /^#e(\d+)$/.exec(a.getAttribute("href"));
  if (n) a.setAttribute("href", "#id=" + D.events[n[1]].h);
});
function link(n, words) {
  var a = attr(el("a", "", words), "href", "#id=" + D.events[n].h);
  a.dir = "auto";
  return a;
}
document.addEventListener("click", function (e) {
  var a = e.target.closest && e.target.closest('a[href^="#id="]');
  if (!a || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  location.hash = hash(a.getAttribute("href").slice(4));
});

// --- views ---
function value(mode, words, notes, ids) {
  var shown = ids.length ? link(ids[0], words) : document.createTextNode(words);
  if (ids.length) shown.removeAttribute("dir");
  var p = el("p", mode ? "beside" : "value");
  if (mode) p.append(el("i", "", mode), " ");
  p.append(el("bdi", "", shown), " ", el("small", "", notes.filter(Boolean).join("; ")));
  return p;
}
function since(w) { return !w || /^(on or|before|after)/.test(w) ? w : "since " + w; }
function cell(c) {
  var out = [];
  if (!c) return out;
  if (c[0] === "unknown") out.push(el("p", "unknown", "unknown"));
  c[1].forEach(function (v) {
    out.push(value("", v[0], [since(v[2]), v[1] === "possibly" ? "possibly" : "", v[3]], v[4]));
  });
  c[2].forEach(function (v) {
    out.push(value(v[0], v[1], [v[3], v[2] === "possibly" ? "possibly known" : "", v[4]], v[5]));
  });
  return out;
}
function isEmpty(c) { return !c || c[0] === "unknown" && !c[2].length; }
var views = D.views.map(function (cells, n) {
  var places = all("tbody td", $("v" + n));
  return {box: $("v" + n), rows: all("tbody tr", $("v" + n)), cells: cells, places: places};
});
function drawViews() {
  views.forEach(function (v) {
    v.rows.forEach(function (tr) { tr.hidden = true; });
    v.cells.forEach(function (c, i) {
      var now = at(c, S.at), was = S.two ? at(c, S.since) : now, td = v.places[i];
      if (now || was) td.parentNode.hidden = false;
      var key = JSON.stringify([was, now]);
      if (td.key === key) return;
      td.key = key;
      td.textContent = "";
      if (!same(now, was) && !(isEmpty(now) && isEmpty(was))) {
        var old = el("div", "was", mark({what: isEmpty(was) ? "new" : isEmpty(now) ? "gone" : "changed"}));
        if (!isEmpty(was)) { old.append("was"); cell(was).forEach(function (p) { old.append(p); }); td.append(old); }
        else td.append(old.firstChild);
      }
      cell(now).forEach(function (p) { td.append(p); });
    });
    v.box.querySelector(".none").hidden = v.rows.some(function (tr) { return !tr.hidden; });
    v.box.querySelector("table").hidden = !v.box.querySelector(".none").hidden;
  });
}

// --- events ---
D.events.forEach(function (ev, n) {
  ev.tr = $("e" + n);
  ev.tds = ev.tr.children;
});
function fill(ev, row, d) {
  var t = ev.tds, key = row;
  if (ev.drawn === key && ev.d === (d ? d.what + how(d) : "")) return;
  ev.drawn = key;
  ev.d = d ? d.what + how(d) : "";
  ev.tr.className = row.k === "no" ? "gone" : row.k === "possibly" ? "possibly" : "";
  t[0].textContent = row.w || "no date";
  t[1].textContent = "";
  if (d) t[1].append(mark(d));
  t[1].append(link(ev.n, row.t));
  var ul = el("ul");
  list(row, "f").forEach(function (f) { ul.append(el("li", "", el("bdi", "", f))); });
  if (d && how(d)) t[1].append(el("span", "how", how(d)));
  if (ul.firstChild) t[1].append(ul);
  t[2].textContent = KNOWN[row.k];
  t[3].textContent = "";
  t[3].append(el("span", "st " + row.s, row.s));
  list(row, "p").forEach(function (p) { t[3].append(el("small", "", "possibly " + p)); });
  t[4].textContent = row.n || "";
  t[5].textContent = list(row, "u").map(short).join(", ") || "none named";
}
var F = {};
["entity", "standing", "source", "tag"].forEach(function (name) { F[name] = $("f-" + name); });
var KEYS = {entity: "e", source: "u", tag: "g"};
function fits(row, words) {
  for (var name in F) {
    var want = F[name] && F[name].value;
    if (!want) continue;
    if (name === "standing" ? row.s !== want : list(row, KEYS[name]).indexOf(want) < 0) return false;
  }
  if (!words.length) return true;
  if (!row.find) row.find = [row.t, row.y, row.w, row.o, row.q, row.s, KNOWN[row.k]].concat(list(row, "f"), list(row, "g"),
    list(row, "u"), list(row, "u").map(function (u) { return D.sources[u] ? D.sources[u].join(" ") : ""; })).join(" ").toLowerCase();
  return words.every(function (w) { return row.find.indexOf(w) >= 0; });
}
function drawEvents() {
  var words = $("q").value.toLowerCase().split(/\s+/).filter(Boolean);
  var shown = 0, there = 0, counts = {yes: 0, possibly: 0, no: 0}, tally = {"new": 0, changed: 0, gone: 0};
  D.events.forEach(function (ev, n) {
    ev.n = n;
    var row = at(ev.v, S.at), was = S.two ? at(ev.v, S.since) : row;
    var d = S.two ? differs(was, row) : null;
    if (row) counts[row.k]++;
    if (d) tally[d.what]++;
    var use = row || (d ? was : null), show = S.two ? d !== null : row !== null;
    if (show) there++;
    show = show && fits(use, words);
    if (ev.tr.hidden === show) ev.tr.hidden = !show;
    if (!show) return;
    shown++;
    fill(ev, use, d);
  });
  var told = counts.yes + " known";
  if (counts.possibly) told += ", " + counts.possibly + " possibly known";
  if (counts.no) told += ", " + counts.no + " taken back";
  if (S.two) told = tally["new"] + " new, " + tally.changed + " changed, " + tally.gone + " gone since " + D.days[S.since][1];
  if ($("count").textContent !== told) $("count").textContent = told;
  $("shown").textContent = shown < there ? shown + " of " + there + " fit" : "";
  var box = $("events");
  box.querySelector(".none").hidden = shown > 0;
  box.querySelector(".none").textContent = there ? "No event fits." : "Nothing is different between these days.";
  box.querySelector("table").hidden = shown === 0;
}

// --- what changed on the day ---
function drawDay() {
  var box = $("day-b"), found = [];
  $("day").hidden = S.two;
  if (S.two) return;
  box.textContent = "";
  $("day-h").textContent = (S.at ? "What changed on " : "First known on ") + D.days[S.at][1];
  D.events.forEach(function (ev, n) {
    if (!ev.v.some(function (run) { return run[0] === S.at; })) return;
    var was = S.at ? at(ev.v, S.at - 1) : null, row = at(ev.v, S.at), d = differs(was, row);
    if (d) found.push([{"new": 0, gone: 1, changed: 2}[d.what], n, d, row || was]);
  });
  found.sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; });
  var first = el("ul"), rest = el("ul"), few = found.length > 10 ? 8 : 10;
  found.forEach(function (f, i) {
    if (i < 200) (i < few ? first : rest).append(el("li", "", mark(f[2]), link(f[1], f[3].t), el("small", "", how(f[2]))));
  });
  if (found.length > 200) rest.append(el("li", "", "and " + (found.length - 200) + " more; compare two days to see all"));
  box.append(found.length ? first : el("p", "none", "No event; only what was so on that day."));
  if (rest.childNodes.length) box.append(el("details", "", el("summary", "", found.length - few + " more"), rest));
}

// --- the panel of an event ---
var panel = $("panel"), opener = null;
function source(name) {
  var s = D.sources[name];
  if (!s) return document.createTextNode(name || "a report that names no source");
  var b = el("span"), head = s[0] || name;
  if (/^(https?:\/\/|mailto:)/i.test(s[2])) b.append(attr(attr(el("a", "", head), "href", s[2]), "rel", "noopener noreferrer"));
  else b.append(head);
  if (s[1]) b.append(", ", el("cite", "", s[1]));
  if (s[3]) b.append(", " + s[3]);
  return b;
}
function short(name) { return D.sources[name] && D.sources[name][0] || name; }
function section(box, title, node) { if (node) box.append(el("h3", "", title), node); }
function chain(row) {
  var ul = el("ul", "chain");
  list(row, "c").forEach(function (c) {
    var li = el("li", "d" + Math.min(c.d || 0, 3), el("b", "", source(c.n)));
    var rest = [];
    if (c.v) rest.push("relays " + c.v.map(short).join(", "));
    if (c.o) rest.push("from " + c.o.join(", "));
    if (c.x) rest.push("does not say what it rests on");
    if (rest.length) li.append(el("small", "", rest.join("; ")));
    (c.r || []).forEach(function (r) {
      var said = r[0] + (r[1] ? ", " + r[1] : "") + (r[2] ? ", " + r[2] + " known" : "");
      li.append(el("small", "", said + (r[4] ? ": " + r[4] : "")));
      if (r[3]) li.append(attr(el("blockquote", "", r[3]), "dir", "auto"));
    });
    if (!c.r) li.append(el("small", "", "only named by others"));
    ul.append(li);
  });
  return ul.childNodes.length ? ul : null;
}
function story(ev) {
  var ol = el("ol");
  ev.v.forEach(function (run, i) {
    var d = differs(i ? ev.v[i - 1][1] : null, run[1]), row = run[1];
    var what = d ? how(d) : "";
    if (d && d.what === "new") what = (row.k === "possibly" ? "possibly known" : "known") + ", " + row.s + (row.n ? ", " + row.n : "");
    if (!what && row && row.k === "no") what = "taken back";
    if (!what) return;
    var li = el("li", "", el("b", "", D.days[run[0]][1]), ": " + what);
    if (run[0] === S.at || run[0] <= S.at && (!ev.v[i + 1] || ev.v[i + 1][0] > S.at)) attr(li, "aria-current", "true").append(el("small", "", "as looked at now"));
    ol.append(li);
  });
  return ol.childNodes.length ? ol : null;
}
function drawPanel() {
  var n = -1;
  if (S.id) D.events.forEach(function (ev, i) { if (n < 0 && ev.id.indexOf(S.id) === 0) n = i; });
  D.events.forEach(function (ev, i) { ev.tr.classList.toggle("hit", i === n); });
  if (n < 0) {
    if (panel.open) panel.close();
    return;
  }
  var ev = D.events[n], row = at(ev.v, S.at);
  panel.textContent = "";
  var close = attr(el("button", "close", "Close"), "type", "button");
  close.addEventListener("click", function () { panel.close(); });
  panel.append(close);
  var told = row;
  if (!told) ev.v.forEach(function (run) { if (run[1] && (!told || run[0] <= S.at)) told = run[1]; });
  var h = attr(attr(el("h2", "", told.t), "dir", "auto"), "id", "panel-h");
  panel.append(el("p", "kicker", "As of " + D.days[S.at][1]), h);
  if (!row) panel.append(el("p", "limits", "Not known as of " + D.days[S.at][1] + ". What follows is how it was told on another day."));
  var dl = el("dl");
  [["When", told.w ? told.w : "no date"], ["As typed", told.o && el("code", "", told.o)], ["Known", row ? KNOWN[row.k] : "not then"],
    ["Reported", told.r], ["Standing", el("span", "", el("span", "st " + told.s, told.s), list(told, "p").map(function (p) { return ", possibly " + p; }).join(""))],
    ["Origins", told.n], ["Type", told.y], ["Tags", list(told, "g").join(", ")], ["Remarks", list(told, "m").join("; ")]].forEach(function (f) {
    if (f[1]) dl.append(el("dt", "", f[0]), el("dd", "", f[1]));
  });
  panel.append(dl);
  if (told.q) panel.append(attr(el("blockquote", "", told.q), "dir", "auto"));
  var facts = el("ul");
  list(told, "f").forEach(function (f) { facts.append(el("li", "", el("bdi", "", f))); });
  section(panel, "What it says", facts.childNodes.length ? facts : null);
  section(panel, "Who says so, and on what it rests", chain(told));
  section(panel, "How its standing changed", story(ev));
  var made = el("ul");
  (ev.x || []).forEach(function (x) {
    if (x.f > S.at) return;
    made.append(el("li", "", el("bdi", "", x.t), el("small", "", "recorded " + x.d + (x.b ? ": " + x.b : ""))));
  });
  section(panel, "Corrections", made.childNodes.length ? made : null);
  var ties = el("ul");
  list(told, "l").forEach(function (l) {
    var other = at(D.events[l[1]].v, S.at) || D.events[l[1]].v[0][1];
    ties.append(el("li", "", l[0] + " ", link(l[1], other.t)));
  });
  section(panel, "Other events", ties.childNodes.length ? ties : null);
  panel.append(el("h3", "", "In the log"), el("p", "", el("code", "", ev.id)));
  if (!panel.open) {
    opener = document.activeElement;
    panel.showModal();
  }
  panel.scrollTop = 0;
}
panel.addEventListener("close", function () {
  if (S.id) { S.id = null; D.events.forEach(function (ev) { ev.tr.classList.remove("hit"); }); keep(); }
  if (opener && opener.isConnected && opener !== document.body) opener.focus();
  opener = null;
});
panel.addEventListener("click", function (e) { if (e.target === panel) panel.close(); });

// --- the day looked at ---
var columns = all("#chart g");
function drawBar() {
  var day = D.days[S.at][1];
  $("at").value = S.at;
  $("since").value = S.since;
  $("date").textContent = S.two ? D.days[S.since][1] + " → " + day : day;
  $("since-row").hidden = !S.two;
  $("two").setAttribute("aria-pressed", String(S.two));
  $("back").disabled = S.at === 0;
  $("on").disabled = S.at === N - 1;
  columns.forEach(function (g, i) { g.setAttribute("class", i === S.at || S.two && i === S.since ? "is" : ""); });
  $("at").setAttribute("aria-valuetext", day + ": " + $("count").textContent);
  $("since").setAttribute("aria-valuetext", D.days[S.since][1]);
}
function draw() {
  drawViews();
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
function place(day) {
  var found = 0;
  D.days.forEach(function (d, i) { if (d[0].slice(0, 10) <= day.slice(0, 10)) found = i; });
  return found;
}
function read() {
  var want = {};
  location.hash.slice(1).split("&").forEach(function (pair) {
    var cut = pair.indexOf("=");
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
$("back").addEventListener("click", function () { go(S.at - 1); });
$("on").addEventListener("click", function () { go(S.at + 1); });
$("two").addEventListener("click", function () {
  S.two = !S.two;
  if (S.two && S.since >= S.at) S.since = 0;
  draw();
  keep();
});
$("filters").addEventListener("submit", function (e) { e.preventDefault(); });
$("filters").addEventListener("input", drawEvents);
$("filters").addEventListener("reset", function () { setTimeout(drawEvents, 0); });
window.addEventListener("hashchange", read);

// On a narrow screen tables are laid out as lists; they stay tables for those who hear them.
[["table", "table"], ["thead,tbody", "rowgroup"], ["tr", "row"], ["thead th", "columnheader"], ["tbody th", "rowheader"],
  ["td", "cell"]].forEach(function (r) { all(r[0]).forEach(function (e) { e.setAttribute("role", r[1]); }); });

// The middle of the slider's thumb stands over the middle of its column.
function align() {
  var w = $("chart").clientWidth, thumb = 16;
  all("input[type=range]").forEach(function (r) {
    r.style.width = N > 1 ? w * (N - 1) / N + thumb + "px" : "100%";
  });
}
all(".js").forEach(function (e) { if (e.id !== "since-row") e.hidden = false; });
$("chart").classList.add("live");
align();
window.addEventListener("resize", align);
read();
})();
"""

SCRIPT: Final = "\n".join(line for line in map(str.strip, _SOURCE.splitlines()) if line and not line.startswith("//"))
"""The script as it stands in the page: without indentation, comments and blank lines."""
