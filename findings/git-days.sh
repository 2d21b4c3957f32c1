#!/usr/bin/env bash
# git 2.39.5, or whichever is installed, limits a log by --since and --until (--after and --before);
# `git rev-list -1 --before=<day>` is how a repository is asked for its state as of a day.
#
# Expected: a date in ISO 8601, which git documents for its dates ("Date Formats"), is read, or refused. As of a day is
# as of its end, or of its beginning, whenever one asks.
# Seen, with no word, and with exit status 0:
# - A day is that day at the time of day at which one asks. Asked at nine in the morning, --until=2025-08-14 leaves out
#   the afternoon of that day; asked in the evening, it has it. --since cuts the same way at the other end.
# - The month 2025-08 is the 8th of the month in which one asks, and 2025 the day of asking, of that year: in December
#   --until=2025-08 has the commits of November. 20250814, the basic form, is now, and so leaves out nothing.
# - 1914-08-04, before 1970, is a day of this century, which one by the month of asking: 4 August 2026, or 8 April 2008.
# A day with a time and a zone, 2025-08-14T23:59:59Z, is as it is written. GIT_TEST_DATE_NOW, which git's own tests use,
# stands for the moment of asking here.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null TZ=UTC
git init --quiet kept
cd kept
for moment in 2025-08-14T06:00:00Z 2025-08-14T12:00:00Z 2025-11-20T12:00:00Z 2026-02-01T12:00:00Z; do
  GIT_AUTHOR_DATE=$moment GIT_COMMITTER_DATE=$moment git -c user.name=A -c user.email=a@example.org \
    commit --quiet --allow-empty --message "$moment"
done
git --version
changed=0
look() { # the moment of asking, the date that is asked about, the newest commit until then
  found=$(GIT_TEST_DATE_NOW=$(date -d "$1" +%s) git log -1 --until="$2" --format=%s)
  echo "asked at $1, until $2: $found"
  [ "$found" = "$3" ] || { echo "  but was $3"; changed=1; }
}
look 2026-12-01T09:00:00Z 2025-08-14 2025-08-14T06:00:00Z
look 2026-12-01T18:00:00Z 2025-08-14 2025-08-14T12:00:00Z
look 2026-12-01T18:00:00Z 2025-08 2025-11-20T12:00:00Z # until 8 December 2025
look 2026-03-20T18:00:00Z 2025-08 ""                   # until 8 March 2025
look 2026-12-01T18:00:00Z 2025 2025-11-20T12:00:00Z    # until 1 December 2025
look 2026-03-20T18:00:00Z 2025 ""                      # until 20 March 2025
look 2026-12-01T18:00:00Z 20250814 2026-02-01T12:00:00Z
look 2026-12-01T18:00:00Z 1914-08-04 2026-02-01T12:00:00Z # until 4 August 2026
look 2026-03-20T18:00:00Z 1914-08-04 ""                   # until 8 April 2008
look 2026-12-01T09:00:00Z 2025-08-14T23:59:59Z 2025-08-14T12:00:00Z
[ "$changed" = 0 ] || { echo "the behaviour has changed" >&2; exit 1; }
