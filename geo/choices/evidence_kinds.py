"""Choices about evidence: sources, how they were read, kinds of fact and of missing information."""

from __future__ import annotations

from enum import StrEnum


class Confidence(StrEnum):
    """How sure we are of a row as a whole."""

    HIGH = "high"
    """Independent sources agree."""
    MEDIUM = "medium"
    """One good source, or several that differ in detail."""
    LOW = "low"
    """One weak source, or an inference."""


class SourceKind(StrEnum):
    """What kind of document a source is."""

    FOUNDING = "founding"
    """One of the two founding documents of the atlas."""
    OFFICIAL_US = "official_us"
    """A United States government text."""
    OFFICIAL_GT = "official_gt"
    """A Guatemalan government text."""
    PRESS = "press"
    """Press."""
    RESEARCH = "research"
    """Research, non-governmental or international organisation."""
    DATASET = "dataset"
    """A data set or gazetteer."""
    OTHER = "other"
    """Anything else, described in its note."""


class FoundingSection(StrEnum):
    """A section of a founding document, in the order of its text."""

    OVERVIEW = "overview"
    """Archived page: the context of the programmes and their aims."""
    COUNTERING_NARCOTICS = "countering_narcotics"
    """Archived page: countering narcotics."""
    GANGS = "gangs"
    """Archived page: gangs and transnational crime."""
    BORDER_PORT = "border_port"
    """Archived page: border and port security."""
    POLICE = "police"
    """Archived page: police assistance."""
    FORENSICS = "forensics"
    """Archived page: forensics."""
    PBS = "pbs"
    """Archived page: Place Based Strategy."""
    JUSTICE = "justice"
    """Archived page: justice sector reform."""
    CORRECTIONS = "corrections"
    """Archived page: New Correctional Model."""
    DIALOGUE = "dialogue"
    """Article: the dialogue, its money and its pillars."""
    PHOTO = "photo"
    """Article: the caption of its photograph."""
    ALLIANCES = "alliances"
    """Article: the pillar Alliances."""
    GOOD_GOVERNANCE = "good_governance"
    """Article: the pillar Good Governance."""
    SAFE_COMMUNITIES = "safe_communities"
    """Article: the pillar Safe Communities."""
    OUTLOOK = "outlook"
    """Article: the aims of the dialogue and what it builds on."""


class Seen(StrEnum):
    """How much of a source was read."""

    FULL = "full"
    """Read from beginning to end."""
    EXCERPT = "excerpt"
    """An excerpt of a stored copy was read, most often its opening; not compared with the live page."""
    DATASET = "dataset"
    """The rows that concern the atlas were read in a data file."""


class FactKind(StrEnum):
    """The kind of a fact that cites sources."""

    SITE = "site"
    """A site."""
    PROGRAMME = "programme"
    """A programme area with its pillar."""
    PILLAR = "pillar"
    """A pillar."""
    COMPONENT = "component"
    """A unit, institution, facility, initiative or measure."""
    FIGURE = "figure"
    """A figure."""
    EVENT = "event"
    """An event."""
    CONFLICT = "conflict"
    """A disagreement between sources."""
    POINT = "point"
    """A point of a series."""
    SERIES = "series"
    """A series."""
    ROUTE = "route"
    """A main route."""
    SPEED = "speed"
    """The speeds of a class of road."""
    STATE = "state"
    """A period of a site, a component or the support to it."""


class Gap(StrEnum):
    """A kind of missing information."""

    POSITION = "position"
    """The location of a site."""
    STATUS = "status"
    """The current status of a site."""
    CERTAINTY = "certainty"
    """More than one weak source or an inference."""
    YEARS = "years"
    """Years of a series between its first and its last."""
