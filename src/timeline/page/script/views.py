"""The tables of the views: each cell keeps the room that its tallest reading needs, so that no step moves what is below."""

# ruff: noqa: E501 - the lines of another language
from __future__ import annotations

from typing import Final

VIEWS: Final = r"""
// --- links within the page: without scripts a link leads to the event's row; with them, to its panel ---
all('a[href^="#e"]').forEach(a => {
  const n = /^#e(\d+)$/.exec(a.getAttribute("href"));
  if (n) attr(a, "href", "#id=" + E[n[1]].h);
});
document.addEventListener("click", e => {
  const a = e.target.closest && e.target.closest('a[href^="#id="],.pic [data-e],#strip [data-e]:not(.later)');
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
// A cell in words: its values, "possibly" and what stands beside them.
function cellWords(c, td) {
  if (!c) return "not told";
  if (c === 1) return td.last.map(p => [...p.childNodes].filter(e => e.nodeName !== "SMALL").map(e => e.textContent).join("").trim() + (/(^|; )possibly/.test(p.lastChild.textContent) ? " (possibly)" : "")).join(", ") || "unknown";
  return [...c[1].map(v => v[0] + (v[1] === "possibly" ? " (possibly)" : "")), ...c[2].map(v => v[0] + " " + v[1] + (v[2] === "possibly" ? " (possibly)" : ""))].join(", ") || (c[0] === "ended" ? "(ended)" : "unknown");
}
const MOST_HELD = 8;
// All readings of a cell lie over each other; one is seen.
function reading(td, key, make) {
  let e = td.readings.get(key);
  if (!e) {
    e = el("div", "", ...make());
    td.readings.set(key, e);
    td.stack.append(e);
  }
  return e;
}
const views = D.views.map((cells, n) => {
  const box = $("v" + n), rows = all("tbody tr", box), tds = all("tbody td", box);
  cells.forEach((runs, i) => {
    const td = tds[i];
    td.last = [...td.childNodes];
    td.readings = new Map();
    td.stack = el("div", "stack");
    td.append(td.stack);
    td.shown = reading(td, "[1,1]", () => td.last);
    td.shown.className = "is";
    const told = new Map(runs.filter(run => run[1] && run[1] !== 1).map(run => [JSON.stringify(run[1]), run[1]]));
    [...told].sort((a, b) => b[0].length - a[0].length).slice(0, MOST_HELD)
      .forEach(([key, c]) => reading(td, "[" + key + "," + key + "]", () => cell(c, td)));
  });
  rows.forEach((tr, i) => {
    tr.hidden = false;
    tr.things = D.things[n][i];
    tr.name = tr.cells[0].firstChild.textContent;
    if (tr.things && !tr.querySelector(".also")) tr.cells[0].append(el("small", "also", tr.things.map(run => run[1]).find(Boolean)));
  });
  return {box, rows, cells, tds, none: box.querySelector(".none")};
});
function drawViews() {
  const about = F.on && new Set(E.flatMap(ev => ev.fit && ev.row ? list(ev.row, "e") : []));
  views.forEach(v => {
    v.rows.forEach(tr => {
      tr.known = false;
      tr.hidden = about && !about.has(tr.name);
      const also = tr.things && tr.querySelector(".also"), said = also && at(tr.things, S.at);
      if (also) also.classList.toggle("later", !said);
      if (said) also.textContent = said;
    });
    v.cells.forEach((c, i) => {
      const now = at(c, S.at), was = S.two ? at(c, S.since) : now, td = v.tds[i], key = JSON.stringify([was, now]);
      if (now || was) td.parentNode.known = true;
      const e = reading(td, key, () => {
        const before = isEmpty(was, td), after = isEmpty(now, td);
        if (same(now, was) || before && after) return cell(now, td);
        const m = mark(before ? "new" : after ? "gone" : "changed");
        return [before ? m : el("div", "was", m, "was", ...cell(was, td)), ...cell(now, td)];
      });
      if (e === td.shown) return;
      td.shown.className = "";
      e.className = "is";
      td.shown = e;
    });
    v.rows.forEach(tr => tr.classList.toggle("later", !tr.known));
    v.none.hidden = v.rows.some(tr => tr.known);
  });
}
"""
