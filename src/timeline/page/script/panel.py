"""The panel of an event: what it says, who says so, how it came to be so, and how to cite it."""

# ruff: noqa: E501 - the lines of another language
from __future__ import annotations

from typing import Final

PANEL: Final = r"""
// --- copying: by the browser's clipboard, or where there is none by hand ---
function copy(words, from, said) {
  const was = from.dataset.words = from.dataset.words || from.textContent;
  const done = ok => {
    from.textContent = ok ? "Copied" : "Not copied";
    setTimeout(() => { from.textContent = was; }, 2000);
    if (ok && said) tell(said);
  };
  const byHand = () => {
    const area = el("textarea", "copied");
    area.value = words;
    (panel.open ? panel : document.body).append(area);
    area.select();
    done(document.execCommand("copy"));
    area.remove();
  };
  if (navigator.clipboard) navigator.clipboard.writeText(words).then(() => done(true), byHand);
  else byHand();
}
const linkTo = id => location.href.split("#")[0] + hash(id);
if ($("copy")) $("copy").addEventListener("click", () => copy(linkTo(S.id), $("copy"), "Copied the link to: " + viewName() + "."));

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
    const row = run[1], d = differs(i ? ev.v[i - 1][1] : null, row, ev, run[0]);
    let what = d ? d.how : "";
    if (d && d.what === "new") what = (row.k === "possibly" ? "possibly known" : "known") + ", " + row.s + (row.n ? ", " + row.n : "");
    if (!what && row && row.k === "no") what = "taken back";
    if (!what) return null;
    const li = el("li", "", el("b", "", D.days[run[0]][1]), ": " + what);
    if (run[0] <= S.at && (!ev.v[i + 1] || ev.v[i + 1][0] > S.at)) attr(li, "aria-current", "true").append(el("small", "", "as looked at now"));
    return li;
  }).filter(Boolean);
}
function outward(b) {
  return el("li", "", b[0] ? attr(attr(el("a", "", b[1]), "href", b[0]), "rel", "noreferrer") : b[1]);
}
function cited(ev, row) {
  const told = list(row, "u").map(short).join("; ");
  return "“" + row.t + "”" + (row.w ? " (" + row.w + ")" : "") + ", " + row.s + (told ? "; told by " + told : "") + ". As known on " + D.days[S.at][1] +
    ". In: " + document.title + ", event " + ev.h + ". " + linkTo(ev.h);
}
function asText() {
  const line = e => e.innerText.split("\n").map(words => words.trim()).filter(Boolean).join("; ");
  const told = [];
  [...panel.children].forEach(e => {
    if (e.nodeName === "DL") for (let i = 0; i < e.children.length; i += 2) told.push(line(e.children[i]) + ": " + line(e.children[i + 1]));
    else if (/^[UO]L$/.test(e.nodeName)) [...e.children].forEach(li => told.push("- " + line(li)));
    else if (e.nodeName === "H3") told.push("", line(e));
    else if (!/^(BUTTON|DIV|TEXTAREA)$/.test(e.nodeName)) told.push(line(e));
  });
  return told.join("\n") + "\n" + linkTo(S.id) + "\n";
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
  const close = button("Close", () => panel.close());
  close.className = "close";
  let told = row;
  if (!told) ev.v.forEach(run => { if (run[1] && (!told || run[0] <= S.at)) told = run[1]; });
  panel.append(close, el("p", "kicker", "As of " + day), attr(attr(el("h2", "", told.t), "dir", "auto"), "id", "panel-h"));
  if (!row) panel.append(el("p", "limits", "Not known as of " + day + ". What follows is how it was told on another day."));
  panel.append(el("div", "tools", button("Cite", e => copy(cited(ev, told), e)), button("Copy as text", e => copy(asText(), e))));
  const dl = el("dl");
  [["When", told.w || "no date"], ["As typed", told.o && el("code", "", told.o)], ["Known", row ? KNOWN[row.k] : "not then"],
    ["Reported", told.r], ["Standing", el("span", "", el("span", "st " + told.s, told.s), list(told, "p").map(p => ", possibly " + p).join(""))],
    ["Origins", told.n], ["Type", told.y], ["Tags", list(told, "g").join(", ")], ["Names", list(told, "z").join("; ")], ["Remarks", list(told, "m").join("; ")]].forEach(f => {
    if (f[1]) dl.append(el("dt", "", f[0]), el("dd", "", f[1]));
  });
  panel.append(dl);
  if (told.q) panel.append(attr(el("blockquote", "", told.q), "dir", "auto"));
  list(told, "a").forEach(words => panel.append(attr(el("p", "account", words), "dir", "auto")));
  section("What it says", list(told, "f").map(f => el("li", "", el("bdi", "", f))));
  section("Who says so, and on what it rests", list(told, "c").map(step));
  if (told.c) panel.lastChild.className = "chain";
  section("How its standing changed", history_of(ev), "ol");
  section("Corrections", (ev.x || []).map(x => D.changes[x]).filter(x => x.f <= S.at)
    .map(x => el("li", "", el("bdi", "", x.t), el("small", "", "recorded " + x.d + (x.b ? ": " + x.b : "")))));
  section("Other events", list(told, "l").map(l => el("li", "", l[0] + " ", link(l[1], (at(E[l[1]].v, S.at) || E[l[1]].v.find(run => run[1])[1]).t))));
  section("To read more", list(told, "b").map(outward));
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
"""
