"""The address of a view: days and instants as people type them, and what is said where it leads elsewhere."""

# ruff: noqa: E501 - the lines of another language
from __future__ import annotations

from typing import Final

ADDRESS: Final = r"""
// --- days and instants as they are typed ---
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAYS = new Set(D.days.map(d => d[0].split("T")[0])), ONLY_DAY = DAYS.size === 1 && D.days.every(isMoment) && [...DAYS][0];
// The last moment of what was typed, as parts that can be compared, and its words; null where it is no day, month, year or instant.
function moment(typed) {
  let text = typed.trim();
  if (ONLY_DAY && /^\d\d:\d\d(:\d\d)?$/.test(text)) text = ONLY_DAY + "T" + text + "Z";
  const shift = /^\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d$/.test(text) ? new Date(text) : null;
  if (shift && !isNaN(shift)) text = shift.toISOString();
  const m = /^(-?\d{4,})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?Z?)?)?)?$/.exec(text);
  if (!m) return null;
  const year = Number(m[1]), month = Number(m[2] || 12), leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const most = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1], day = Number(m[3] || most);
  if (!most || day < 1 || day > most || m[4] > 23 || m[5] > 59 || m[6] > 59) return null;
  const time = m[4] ? m[4] + ":" + m[5] + ":" + (m[6] || "00") + (m[7] || "").replace(/\.?0+$/, "") : "~";
  const words = (m[3] ? day + " " : "") + (m[2] ? MONTHS[month - 1] + " " : "") + (year > 0 ? year : 1 - year + " BC");
  return {key: [year, month, day, time], words: m[4] ? words + ", " + time.replace(/:00$/, "") + " UTC" : words};
}
function isAfter(a, b) {
  for (let i = 0; i < 4; i++) if (a[i] !== b[i]) return a[i] > b[i];
  return false;
}
const STOPS = D.days.map(d => moment(d[0]).key);
// The stop that answers for what was typed, and what has to be said where it is not that stop itself.
function find(typed) {
  const m = moment(typed);
  if (!m) return {said: "“" + typed + "” is not a day that this page can read: write it as " + D.days[N - 1][0] + "."};
  let place = -1;
  STOPS.forEach((stop, i) => { if (!isAfter(stop, m.key)) place = i; });
  if (place < 0) return {place: 0, said: "As of " + m.words + " nothing of this page was known. It begins on " + D.days[0][1] + ", which is shown."};
  if (!isAfter(m.key, STOPS[place])) return {place, said: ""};
  const then = D.days[place][1];
  if (place === N - 1) return {place, said: m.words + ": the last change that this page knows of is that of " + then + "."};
  return {place, said: D.coarse ? m.words + " lies between two stops of this page; shown is " + then + "." : "Nothing changed between " + then + " and " + m.words + "."};
}
function tell(words) {
  say("said", words);
  $("said").hidden = !words;
}

// --- the address of what is shown, and its name in a reader's words ---
const escaped = text => encodeURIComponent(text).replace(/%20/g, "+").replace(/%3A/g, ":");
function hash(id) {
  let told = "#as-of=" + (S.asked || D.days[S.at][0]);
  if (S.two) told += "&since=" + (S.askedSince || D.days[S.since][0]);
  for (const name in KEYS) if (F[name]) told += "&" + name + "=" + escaped(F[name]);
  if ($("q").value.trim()) told += "&q=" + escaped($("q").value.trim());
  if (S.sort) told += "&sort=" + S.sort;
  return told + (id ? "&id=" + id : "");
}
// What was said of another view holds no longer.
function keep() {
  history.replaceState(null, "", hash(S.id));
  tell("");
}
function viewName() {
  const parts = [S.two ? D.days[S.since][1] + " compared with " + D.days[S.at][1] : "as of " + D.days[S.at][1]];
  for (const name in KEYS) if (F[name]) parts.push(name === "source" ? "told by " + short(F[name]) : name === "tag" ? "tagged " + F[name] : "only " + F[name]);
  if (F.words.length) parts.push("with “" + $("q").value.trim() + "”");
  return document.title + ", " + parts.join(", ");
}
function parsed() {
  const want = {};
  location.hash.slice(1).split("&").forEach(pair => {
    const cut = pair.indexOf("=");
    if (cut < 0) return;
    try { want[pair.slice(0, cut)] = decodeURIComponent(pair.slice(cut + 1).replace(/\+/g, " ")); } catch (_) { want[pair.slice(0, cut)] = "\ufffd"; }
  });
  return want;
}
// Reads the address; what it names and the page has not is said.
function read() {
  const want = parsed(), said = [];
  const stop = name => {
    const found = find(want[name]);
    if (found.said) said.push(found.said);
    return found;
  };
  S.asked = S.askedSince = "";
  if (want["as-of"] !== undefined) {
    const found = stop("as-of");
    if (found.place !== undefined) { S.at = found.place; S.asked = found.said ? want["as-of"] : ""; }
  }
  S.two = false;
  if (want.since !== undefined) {
    const found = stop("since");
    if (found.place !== undefined) { S.two = N > 1; S.since = found.place; S.askedSince = found.said ? want.since : ""; }
  }
  for (const name in KEYS) {
    $("f-" + name).value = want[name] || "";
    if (want[name] && $("f-" + name).value !== want[name]) { $("f-" + name).value = ""; said.push("Nothing here has the " + name + " “" + want[name] + "”."); }
  }
  $("q").value = want.q || "";
  S.sort = NAMES.includes((want.sort || "").replace("-", "")) ? want.sort : "";
  S.id = null;
  if (want.id !== undefined) {
    const found = /^[0-9a-f]{4,64}$/.test(want.id) ? E.filter(e => (e.h + e.i).startsWith(want.id)) : [];
    if (found.length === 1) S.id = want.id;
    else said.push(found.length ? "“" + want.id + "” begins the ids of " + counted(found.length, "event") + "." : "No event of this page has an id that begins with “" + want.id + "”.");
  }
  draw();
  drawPanel();
  tell(said.join(" "));
}
"""
