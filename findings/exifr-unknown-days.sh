#!/usr/bin/env bash
# exifr 7.1.3 and exif-reader 2.0.3 (npm) read when a photograph was taken; the photographs are made by piexif 1.1.3 (PyPI).
#
# Expected: DateTimeOriginal is the clock of the camera, and OffsetTimeOriginal how far that was from UTC (Exif 2.31 and
# later): 22:00 at -04:00 is 02:00 UTC on the next day. Where the date is not known, blanks stand for its digits, and a
# field of blanks is treated as unknown (Exif 2.2 and later, DateTimeOriginal).
# Seen, with no word:
# - The offset is given beside the time and not counted. exifr takes the time for that of the machine that reads it,
#   exif-reader for UTC. So one photograph was taken at 22:00 UTC or at 02:00, by the library and by where it is read.
# - To exifr a date of blanks, which is unknown, is 30 November 1899, and August 2025 with the day left blank is 31 July:
#   blanks count as zeros. exif-reader gives null for both.
# - 0000:00:00 00:00:00, which stands in files whose camera had no date set, is 30 November 1899 in both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check piexif==1.1.3 pillow==12.0.0 >/dev/null 2>&1
npm install --silent --no-audit --no-fund --prefix "$folder" exifr@7.1.3 exif-reader@2.0.3 >/dev/null 2>&1
"$folder/venv/bin/python" - <<'PY'
import piexif
from PIL import Image

texts = {
    "plain": (b"2025:08:14 22:00:00", None),
    "offset": (b"2025:08:14 22:00:00", b"-04:00"),
    "unknown": (b"    :  :     :  :  ", None),
    "month": (b"2025:08:     :  :  ", None),
    "unset": (b"0000:00:00 00:00:00", None),
}
for name, (text, offset) in texts.items():
    exif = {piexif.ExifIFD.DateTimeOriginal: text}
    if offset:
        exif[36881] = offset  # OffsetTimeOriginal, which piexif has under its number alone
    Image.new("RGB", (8, 8)).save(f"{name}.jpg", exif=piexif.dump({"Exif": exif}))
PY
cat >look.mjs <<'JS'
import fs from "node:fs";
import exifr from "exifr";
import exifReader from "exif-reader";
const show = (date) => date instanceof Date && !isNaN(date) ? date.toISOString().slice(0, 16) + "Z" : String(date);
for (const name of ["plain", "offset", "unknown", "month", "unset"]) {
  const bytes = fs.readFileSync(name + ".jpg");
  const one = await exifr.parse(bytes, true);
  const other = exifReader(bytes.subarray(bytes.indexOf("Exif\0\0"))).Photo;
  console.log([name, show(one.DateTimeOriginal), one.OffsetTimeOriginal, show(other.DateTimeOriginal),
    other.OffsetTimeOriginal].join(" "));
}
JS
cat >expected <<'TEXT'
UTC
plain 2025-08-14T22:00Z  2025-08-14T22:00Z 
offset 2025-08-14T22:00Z -04:00 2025-08-14T22:00Z -04:00
unknown 1899-11-30T00:00Z  null 
month 2025-07-31T00:00Z  null 
unset 1899-11-30T00:00Z  1899-11-30T00:00Z 
America/New_York
plain 2025-08-15T02:00Z  2025-08-14T22:00Z 
offset 2025-08-15T02:00Z -04:00 2025-08-14T22:00Z -04:00
unknown 1899-11-30T05:00Z  null 
month 2025-07-31T04:00Z  null 
unset 1899-11-30T05:00Z  1899-11-30T00:00Z 
TEXT
echo "exifr $(node -p 'require("exifr/package.json").version')," \
  "exif-reader $(node -p 'JSON.parse(fs.readFileSync("node_modules/exif-reader/package.json")).version')," \
  "node $(node --version); in two zones: exifr, its offset, exif-reader, its offset"
for zone in UTC America/New_York; do
  echo "$zone"
  TZ=$zone node look.mjs
done | tee all
diff expected all || { echo "the behaviour has changed" >&2; exit 1; }
