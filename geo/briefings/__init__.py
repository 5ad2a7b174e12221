"""Briefings: scenes that each show a view with words, figures and sources; as values and as files."""

from geo.briefings.scenes import Briefing, BriefingError, Flaw, MapView, Scene, Text, unknown_references

__all__ = ["Briefing", "BriefingError", "Flaw", "MapView", "Scene", "Text", "unknown_references"]
