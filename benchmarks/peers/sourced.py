"""eventsourcing on SQLite: `append FILE COUNT` saves that many events, one by one, durable, and prints seconds each."""

import os
import sys
import time

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

os.environ["PERSISTENCE_MODULE"] = "eventsourcing.sqlite"
os.environ["SQLITE_DBNAME"] = sys.argv[2]


class Story(Aggregate):
    @event("Told")
    def tell(self, title):
        self.title = title


application = Application()
story = Story()
application.save(story)
for number in range(int(sys.argv[3])):
    story.tell(f"event {number} " + "x" * 300)
    began = time.perf_counter()
    application.save(story)
    print(time.perf_counter() - began)
