"""Briefings: scenes that each show a view with words, figures and sources; as values and as files."""

from geo.briefings.scenes import Briefing, BriefingError, Flaw, Scene, Text, unknown_references
from geo.selection import MapView

__all__ = ["Briefing", "BriefingError", "Flaw", "MapView", "Scene", "Text", "unknown_references"]
