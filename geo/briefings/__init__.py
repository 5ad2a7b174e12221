"""Briefings: scenes that each show a view with words, figures and sources; as values and as files."""

from geo.briefings.briefing import (
    Briefing,
    BriefingError,
    MapView,
    Scene,
    Text,
    unknown_references,
)

__all__ = ["Briefing", "BriefingError", "MapView", "Scene", "Text", "unknown_references"]
