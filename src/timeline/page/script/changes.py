"""What changed at a stop, or between two: events, and the cells of views in a reader's words."""

# ruff: noqa: E501 - the lines of another language
from __future__ import annotations

from typing import Final

CHANGES: Final = r"""
// --- what changed ---
function changesOfCells() {
  const found = [];
  views.forEach(v => v.cells.forEach((c, i) => {
    const td = v.tds[i], tr = td.parentNode;
    if (tr.hidden) return;
    const was = S.two ? at(c, S.since) : S.at ? at(c, S.at - 1) : null, now = at(c, S.at);
    if (was === now) return;
    const before = cellWords(was, td), after = cellWords(now, td);
    if (before === after || isEmpty(was, td) && isEmpty(now, td)) return;
    found.push(el("li", "", mark(isEmpty(was, td) ? "new" : isEmpty(now, td) ? "gone" : "changed"), el("bdi", "", tr.name + ": " + td.dataset.l + " → " + after),
      isEmpty(was, td) ? null : el("small", "", "before: " + before)));
  }));
  return found;
}
function drawDay() {
  if (!$("day")) return;
  const box = $("day-b"), found = [];
  E.forEach(ev => {
    if (!ev.fit) return;
    const d = differs(ev.was, ev.row, ev, S.at);
    if (d) found.push([{"new": 0, gone: 1, changed: 2}[d.what], ev.n, d, ev.row || ev.was]);
  });
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const day = D.days[S.at];
  const said = S.two ? "Between " + D.days[S.since][1] + " and " + day[1] : (S.at ? "" : "First known ") + (/^the end|just after/.test(day[1]) ? "at " : isMoment(day) ? "at " : "on ") + day[1];
  const lines = found.slice(0, 200).map(f => el("li", "", mark(f[2].what), link(f[1], f[3].t), el("small", "", f[2].how)));
  if (found.length > 200) lines.push(el("li", "", "and " + counted(found.length - 200, "event") + " more, in the table"));
  const cells = changesOfCells();
  box.textContent = "";
  box.append(el("p", "kicker", said.charAt(0).toUpperCase() + said.slice(1) + ": " + (found.length ? counted(found.length, "event") : "no event") + (cells.length ? ", " + counted(cells.length, "answer") : "")));
  if (lines.length) box.append(el("ul", "", ...lines));
  if (cells.length) box.append(el("h3", "", "What that makes of the answers"), el("ul", "", ...cells.slice(0, 200)));
  if (!lines.length && !cells.length) box.append(el("p", "none", S.two ? "Nothing is different." : "No event; only what was so then."));
  box.scrollTop = 0;
  (box.onscroll = () => box.classList.toggle("more", box.scrollHeight - box.scrollTop - box.clientHeight > 4))();
}
"""
