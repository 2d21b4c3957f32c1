"""The old place of :mod:`timeline.views.projection`, kept for one release."""

from timeline.views.projection import Projection, replay

__all__ = ["Projection", "replay"]
