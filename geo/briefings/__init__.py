"""Briefings: scenes that each show a view with words, figures and sources; as values and as files."""

from geo.briefings.briefing import Briefing, MapView, Scene, Text, unknown_references
from geo.briefings.flaws import BriefingError, Flaw

__all__ = ["Briefing", "BriefingError", "Flaw", "MapView", "Scene", "Text", "unknown_references"]
