#!/usr/bin/env bash
# ofxparse 0.21 and ofxtools 1.1.1 (PyPI) read bank statements in OFX.
#
# Expected: a time may end with its offset from GMT, the name of the zone being optional: [-5:EST] or [-5]. Offsets that
# are no whole hours are written as fractions, +12.00 to -12.00 (OFX 1.6, "Date and Datetime" and "Time Zone
# Issues"): India's is [+5.50:IST], Nepal's [+5.75:NPT].
# Seen: on one file the two differ, and neither says so.
# - ofxparse passes over an offset without a name: midnight of 14 August in [+9] is the 14th, and was 15:00 on the 13th
#   in GMT; with the name, [+9:JST], it is right.
# - ofxtools reads the fraction as minutes: 5.50 is 5 h 50 min, 20 minutes too much, and 5.75 is 6 h 15 min. So 05:45 in
#   India, 00:15 in GMT, is on the day before.
# A statement's times are so an offset apart, or 20 minutes, by the reader and by how the bank spells its zone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ofxparse==0.21 ofxtools==1.1.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import io
from importlib.metadata import version

from ofxparse import OfxParser
from ofxtools.Parser import OFXTree

HEAD = {"OFXHEADER": 100, "DATA": "OFXSGML", "VERSION": 102, "SECURITY": "NONE", "ENCODING": "USASCII"}
HEAD |= {"CHARSET": 1252, "COMPRESSION": "NONE", "OLDFILEUID": "NONE", "NEWFILEUID": "NONE"}
BODY = """
<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20250814<LANGUAGE>ENG</SONRS>
</SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>USD
<BANKACCTFROM><BANKID>1<ACCTID>2<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20250101<DTEND>20251231
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{time}<TRNAMT>-1.00<FITID>1</STMTTRN></BANKTRANLIST>
<LEDGERBAL><BALAMT>1.00<DTASOF>20250814</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"""


def read(time):
    text = "\n".join(f"{key}:{value}" for key, value in HEAD.items()) + "\n" + BODY.format(time=time)
    statement = OfxParser.parse(io.BytesIO(text.encode())).account.statement
    tree = OFXTree()
    tree.parse(io.BytesIO(text.encode()))
    transaction = tree.convert().statements[0].transactions[0]
    return tuple(f"{each:%Y-%m-%d %H:%M}" for each in (statement.transactions[0].date, transaction.dtposted))


seen = {  # the time in the file: in GMT by ofxparse, and by ofxtools
    "20250814120000": ("2025-08-14 12:00", "2025-08-14 12:00"),
    "20250814000000[+9:JST]": ("2025-08-13 15:00", "2025-08-13 15:00"),
    "20250814000000[+9]": ("2025-08-14 00:00", "2025-08-13 15:00"),
    "20250814200000[-5]": ("2025-08-14 20:00", "2025-08-15 01:00"),
    "20250814054500[+5.50:IST]": ("2025-08-14 00:15", "2025-08-13 23:55"),  # is 00:15
    "20250814060000[+5.75:NPT]": ("2025-08-14 00:15", "2025-08-13 23:45"),  # is 00:15
    "20250814203500[-3.50:NST]": ("2025-08-15 00:05", "2025-08-15 00:25"),  # is 00:05
}
print(*(f"{name} {version(name)}" for name in ("ofxparse", "ofxtools")))
changed = False
for time, expected in seen.items():
    found = read(time)
    changed |= found != expected
    print(f"{time:27} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
