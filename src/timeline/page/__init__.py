"""A story as one offline page that readers can question. Importing this imports no matplotlib."""

from timeline.page.document import document
from timeline.page.figures import Pens
from timeline.page.story import Story, tell

__all__ = ["Pens", "Story", "document", "tell"]
