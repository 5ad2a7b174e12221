"""Briefings: scenes that show a view or words, with text, figures and sources, and their files."""

from geo.briefings.scene_content import SceneKind, Text
from geo.briefings.scenes import Briefing, BriefingError, Flaw, Scene, unknown_references
from geo.selection import MapView

__all__ = [
    "Briefing",
    "BriefingError",
    "Flaw",
    "MapView",
    "Scene",
    "SceneKind",
    "Text",
    "unknown_references",
]
