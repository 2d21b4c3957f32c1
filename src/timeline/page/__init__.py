"""A story as one offline page that readers can question. Importing this imports no matplotlib."""

from timeline.page.document import document
from timeline.page.pictures import Pens
from timeline.page.steps import Asked, Story, tell

__all__ = ["Asked", "Pens", "Story", "document", "tell"]
