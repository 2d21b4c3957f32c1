"""Figures of a snapshot: described, laid out, and drawn last. Importing this imports no matplotlib."""

from timeline.figures.kinds import KINDS
from timeline.figures.making import Options, figure, save, scene
from timeline.figures.scene import Scene

__all__ = ["KINDS", "Options", "Scene", "figure", "save", "scene"]
