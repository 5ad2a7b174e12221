"""Briefings: scenes that show a view with text, figures and sources, and their files."""

from geo.briefings.scenes import Briefing, BriefingError, Flaw, Scene, Text, unknown_references
from geo.selection import MapView

__all__ = ["Briefing", "BriefingError", "Flaw", "MapView", "Scene", "Text", "unknown_references"]
