#!/usr/bin/env bash
# nepali-date 0.1.3 (npm) turns dates of Nepal's calendar, Bikram Sambat, into others, beside nepali-date-converter
# 3.4.0 and bikram-sambat 1.8.1 (npm).
#
# Expected: the lengths of the months are set by Nepal's calendar committee; Jestha 2081 had 32 days, so that 15 Asar,
# the day on which rice is planted, was 29 June 2024; Bhai Tika, 23 October 2025, was 6 Kartik 2082. Its documentation
# says that it works from 2000 to 2100.
# Seen: it ends Jestha 2081 with the 31st, so that each day from 14 June to 15 July 2024 is a day off; in 2081 and 2082
# together 217 days are, those from 17 October to 15 December 2025 among them. Years before are right, and so is the
# first day of each year. For 2084, which is still to be set, the three give two dates, with no word that it is a guess.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" nepali-date@0.1.3 nepali-date-converter@3.4.0 \
  bikram-sambat@1.8.1 >/dev/null 2>&1
cat >"$folder/look.mjs" <<'JS'
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";

const require = createRequire(import.meta.url);
const Converter = require("nepali-date-converter").default;
const sambat = require("bikram-sambat");
const Nepali = require("nepali-date");

const parts = (date) => [date.getYear(), date.getMonth() + 1, date.getDate()].join("-");
const read = {
  "nepali-date": (day) => parts(new Nepali(day)),
  "nepali-date-converter": (day) => parts(new Converter(day)),
  "bikram-sambat": (day) => Object.values(sambat.toBik(day.toISOString().slice(0, 10))).join("-"),
};
const seen = {
  // the day: by nepali-date, nepali-date-converter, bikram-sambat
  "2023-08-14": ["2080-4-29", "2080-4-29", "2080-4-29"],
  "2024-06-14": ["2081-3-1", "2081-2-32", "2081-2-32"],
  "2024-06-29": ["2081-3-16", "2081-3-15", "2081-3-15"],
  "2024-07-16": ["2081-4-1", "2081-4-1", "2081-4-1"],
  "2025-04-14": ["2082-1-1", "2082-1-1", "2082-1-1"],
  "2025-07-20": ["2082-4-5", "2082-4-4", "2082-4-4"],
  "2025-10-23": ["2082-7-7", "2082-7-6", "2082-7-6"],
  "2027-06-15": ["2084-3-1", "2084-2-32", "2084-3-1"],
};
for (const name of Object.keys(read)) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
let changed = false;
for (const [day, expected] of Object.entries(seen)) {
  const found = Object.values(read).map((reader) => reader(new Date(`${day}T00:00:00Z`)));
  const isSame = found.join() === expected.join();
  changed ||= !isSame;
  console.log(day, found.join(" "), isSame ? "" : `but was ${expected.join(" ")}`);
}
let moved = 0;
for (let time = Date.UTC(2024, 3, 13); time < Date.UTC(2026, 3, 14); time += 864e5) {
  const [own, ...others] = Object.values(read).map((reader) => reader(new Date(time)));
  if (others.every((other) => other !== own)) moved += 1;
}
console.log("of the days of 2081 and 2082", moved, "differ from both others");
process.exit(changed || moved !== 217 ? 1 : 0);
JS
TZ=UTC node "$folder/look.mjs"
