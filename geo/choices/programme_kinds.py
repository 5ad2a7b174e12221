"""The closed choices of programmes, pillars and what ties a place to them."""

from __future__ import annotations

from enum import StrEnum


class Programme(StrEnum):
    """One of the eight programme areas of the archived INL page."""

    COUNTERING_NARCOTICS = "countering_narcotics"
    """Countering narcotics."""
    GANGS = "gangs"
    """Combating gangs and transnational crime."""
    BORDER_PORT = "border_port"
    """Border and port security."""
    POLICE = "police"
    """Police assistance."""
    FORENSICS = "forensics"
    """Forensics."""
    PBS = "pbs"
    """Place Based Strategy."""
    JUSTICE = "justice"
    """Justice sector reform."""
    CORRECTIONS = "corrections"
    """New Correctional Model."""


class Pillar(StrEnum):
    """One of the three pillars of the 2024 High-Level Security Dialogue."""

    ALLIANCES = "alliances"
    """Alliances."""
    GOOD_GOVERNANCE = "good_governance"
    """Good Governance."""
    SAFE_COMMUNITIES = "safe_communities"
    """Safe Communities."""


class Basis(StrEnum):
    """On what a statement rests."""

    EXPLICIT = "explicit"
    """The source says so in its own words."""
    ANALYSIS = "analysis"
    """Our analysis: no source says so."""


class InlRole(StrEnum):
    """What ties a site to INL, on the evidence found."""

    NAMED = "named"
    """The archived INL page names it."""
    SUPPORTED = "supported"
    """Another source says that INL supports or financed it."""
    US_SUPPORTED = "us_supported"
    """US support is reported, INL is not named."""
    CONTEXT = "context"
    """No support is reported: part of the border and port setting."""


class Scope(StrEnum):
    """What a figure, an event or a component belongs to."""

    PROGRAMME = "programme"
    """A source ties it to an INL programme area."""
    RELATED = "related"
    """On the subject of a programme area; no source found ties it to INL."""
    STRATEGY = "strategy"
    """About the cooperation as a whole."""
    CONTEXT = "context"
    """The setting: no programme area is tied to it."""


class ComponentKind(StrEnum):
    """What a component of a programme is."""

    UNIT = "unit"
    """A police or prosecution unit."""
    INSTITUTION = "institution"
    """An institution."""
    FACILITY = "facility"
    """A facility, or a group of facilities."""
    INITIATIVE = "initiative"
    """An initiative or a dialogue."""
    MEASURE = "measure"
    """A measure, a rule or a way of working."""
