"""An append-only log of sourced events: replay it, ask what was known as of a date, draw it."""

from timeline._version import __version__

__all__ = ["__version__"]
