#!/usr/bin/env bash
# sdmx1 2.28.0 (PyPI, with pandas 3.1.1), the client of the statistical offices' SDMX, gives data to pandas with
# to_pandas(message, datetime="TIME_PERIOD").
#
# Expected: a reporting period is the part of the year that its letter says: 2025-M08 is August, 2025-T3 the last of
# three times four months, September to December, 2025-S2 the second half, 2025-W33 a week (SDMX 2.1, section 6,
# "Standard Reporting Period"). What cannot be turned into a date is refused, or stays as it is.
# Seen:
# - A month is so many seconds of New Year's Day: 2025-M08 is 2025-01-01T00:00:08, with no word. Twelve months lie in
#   twelve seconds, in order, so that a line through them looks right but for its axis; as monthly periods (freq="M") all
#   are January.
# - Four months are one: 2025-T3 is 1 March, 2025-T2 1 February.
# - A quarter is right (2025-Q4 is 1 October), as are 2025-08 and 2025. Halves, weeks, days and 2025-A1 raise an error of
#   pandas.
# Without `datetime` all stay as they are written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check sdmx1==2.28.0 pandas==3.1.1 2>/dev/null
"$folder/venv/bin/python" -W ignore - <<'PY'
import io
from importlib.metadata import version

import sdmx

SDMX = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
MESSAGE = f"""<message:GenericData xmlns:message="{SDMX}/message" xmlns:common="{SDMX}/common"
 xmlns:generic="{SDMX}/data/generic"><message:Header><message:ID>a</message:ID><message:Test>true</message:Test>
<message:Prepared>2026-01-01T00:00:00</message:Prepared><message:Sender id="X"/>
<message:Structure structureID="D" dimensionAtObservation="TIME_PERIOD"><common:Structure>
<Ref agencyID="X" id="D" version="1.0"/></common:Structure></message:Structure></message:Header>
<message:DataSet structureRef="D"><generic:Series><generic:SeriesKey><generic:Value id="GEO" value="LU"/>
</generic:SeriesKey>%s</generic:Series></message:DataSet></message:GenericData>"""
ONE = '<generic:Obs><generic:ObsDimension value="%s"/><generic:ObsValue value="1"/></generic:Obs>'


def message(*periods):
    return sdmx.read_sdmx(io.BytesIO((MESSAGE % "".join(ONE % period for period in periods)).encode()))


def index(*periods, datetime="TIME_PERIOD"):
    try:
        found = sdmx.to_pandas(message(*periods), datetime=datetime).index
    except ValueError:
        return "refused"
    return " ".join(sorted(when.isoformat() if hasattr(when, "isoformat") else str(when) for when in found))


def monthly(*periods):
    return index(*periods, datetime={"dim": "TIME_PERIOD", "freq": "M"})


def plain(*periods):
    return " ".join(key[0] for key in sdmx.to_pandas(message(*periods)).index)


seen = [
    (index, ["2025-08"], "2025-08-01T00:00:00"),
    (index, ["2025-M08"], "2025-01-01T00:00:08"),  # is 2025-08-01
    (index, ["2025-M01", "2025-M12"], "2025-01-01T00:00:01 2025-01-01T00:00:12"),  # is 1 January, 1 December
    (monthly, ["2025-08"], "2025-08"),
    (monthly, ["2025-M01", "2025-M12"], "2025-01 2025-01"),  # is 2025-01 2025-12
    (index, ["2025-T1", "2025-T2", "2025-T3"], "2025-01-01T00:00:00 2025-02-01T00:00:00 2025-03-01T00:00:00"),  # 1, 5, 9
    (index, ["2025-Q1", "2025-Q4"], "2025-01-01T00:00:00 2025-10-01T00:00:00"),
    (index, ["2025-S2"], "refused"),
    (index, ["2025-W33"], "refused"),
    (index, ["2025-A1"], "refused"),
    (plain, ["2025-M08", "2025-T3", "2025-S2", "2025-W33"], "2025-M08 2025-T3 2025-S2 2025-W33"),
]
print("sdmx1", version("sdmx1"), "pandas", version("pandas"))
changed = False
for how, periods, expected in seen:
    found = how(*periods)
    changed |= found != expected
    print(f"{how.__name__:8} {' '.join(periods)}: {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
