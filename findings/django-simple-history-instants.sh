#!/usr/bin/env bash
# django-simple-history 3.13.0 (PyPI, with Django 5.2.19) keeps the earlier states of a table, and asks as of a moment.
#
# Expected: as of a moment, an object that existed then is there once, in its last state until then. _history_date says
# when a change was made, for changes that are known from elsewhere.
# Seen:
# - Two changes of one object with one history_date, as an import of a day makes them, are both there:
#   Model.history.as_of() has the object twice, as it was before and as it was after, and a count or a sum counts it
#   twice. So from that moment on, until it is changed again.
# - instance.history.as_of() has it once, in the later state.
# - An update with an older _history_date is put among the earlier states, while the table itself has it: as of today is
#   not what the table holds today.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19 django-simple-history==3.13.0 2>/dev/null
mkdir archive && touch archive/__init__.py
cat >archive/models.py <<'PY'
from django.db import models
from simple_history.models import HistoricalRecords


class Work(models.Model):
    title = models.CharField(max_length=40)
    history = HistoricalRecords()
PY
"$folder/venv/bin/python" - <<'PY'
from datetime import datetime, timezone
from importlib.metadata import version

import django
from django.conf import settings
from django.core.management import call_command

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "simple_history", "archive"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
)
django.setup()
call_command("migrate", run_syncdb=True, verbosity=0)
from archive.models import Work


def noon(year, day=1):
    return datetime(year, 1, day, 12, tzinfo=timezone.utc)


def write(work, title, moment):
    work.title, work._history_date = title, moment
    work.save()


def titles(moment):
    return sorted(Work.history.as_of(moment).values_list("title", flat=True))


first = Work()
write(first, "draft", noon(2020))
write(first, "printed", noon(2020))
seen = [
    ("one work, two changes at one moment, as of it", titles(noon(2020)), ["draft", "printed"]),
    ("a year later", titles(noon(2021)), ["draft", "printed"]),
    ("asked of the work itself", first.history.as_of(noon(2021)).title, "printed"),
]
write(first, "second edition", noon(2022))
seen.append(("after a change of 2022", titles(noon(2023)), ["second edition"]))
write(first, "corrected", noon(2021, 15))
seen.append(("after a change that is dated 2021, as of 2023", titles(noon(2023)), ["second edition"]))
seen.append(("in the table", Work.objects.get().title, "corrected"))
print("django-simple-history", version("django-simple-history"), "Django", django.__version__)
changed = False
for what, found, expected in seen:
    changed |= found != expected
    print(f"{what}: {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
