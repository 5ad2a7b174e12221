"""The closed choices of facts: claims, units, programmes, pillars and sources."""

from __future__ import annotations

from enum import StrEnum


class ClaimKind(StrEnum):
    """What kind of claim a figure is."""

    REPORTED = "reported"
    """Reported by a source as a fact of the past."""
    COUNTED = "counted"
    """Counted by us in the sources named."""
    TARGET = "target"
    """A goal or a plan; never a result."""
    COMMITMENT = "commitment"
    """A commitment; not what was delivered."""
    INTENT = "intent"
    """Something a government said it would seek; not a commitment."""
    ESTIMATE = "estimate"
    """An estimate by the source named."""
    DERIVED = "derived"
    """Calculated by us from other figures."""


class Unit(StrEnum):
    """The unit of a figure or of a point of a series."""

    KG = "kg"
    """Kilograms."""
    TONNES = "tonnes"
    """Metric tons."""
    USD = "usd"
    """United States dollars, not adjusted for inflation."""
    GTQ = "gtq"
    """Quetzales, not adjusted for inflation."""
    PERCENT = "percent"
    """Percent; a fall is negative."""
    PER_100K = "per_100k"
    """Per 100 000 inhabitants and year."""
    VICTIMS = "victims"
    """Victims of homicide."""
    PERSONS = "persons"
    """Persons."""
    WOMEN = "women"
    """Women."""
    RESIDENTS = "residents"
    """Residents of a centre."""
    PLACES = "places"
    """Places for residents: a capacity."""
    OFFICERS = "officers"
    """Police officers."""
    RECRUITS = "recruits"
    """Recruits in training."""
    ADVISORS = "advisors"
    """Advisors."""
    AGENTS = "agents"
    """Agents of a United States service."""
    MEMBERS = "members"
    """Members of a joint force, from more than one institution."""
    VEHICLES = "vehicles"
    """Vehicles."""
    INCINERATORS = "incinerators"
    """Incinerators."""
    BUILDINGS = "buildings"
    """Buildings."""
    POSTS = "posts"
    """Posts or checkpoints."""
    PRECINCTS = "precincts"
    """Model police precincts."""
    COMISARIAS = "comisarias"
    """Police districts (comisarías)."""
    NEIGHBOURHOODS = "neighbourhoods"
    """Neighbourhoods."""
    PROGRAMME_AREAS = "programme_areas"
    """Programme areas."""
    PILLARS = "pillars"
    """Pillars."""
    STANDARDS = "standards"
    """Standards of an accreditation."""
    PACKAGES = "packages"
    """Packages; their weight is not stated, so they are never turned into kilograms."""
    PLANTS = "plants"
    """Plants."""


class Qualifier(StrEnum):
    """How a source hedges a number."""

    EXACT = "exact"
    """Published without a qualifier."""
    ABOUT = "about"
    """About, approximately."""
    OVER = "over"
    """More than."""
    ALMOST = "almost"
    """Nearly, not quite."""
    UP_TO = "up_to"
    """At most."""
    AT_LEAST = "at_least"
    """A minimum: the known ones."""


class RouteClass(StrEnum):
    """The class of a main route in the Guatemalan network."""

    PRIMARY = "primary"
    """Centroamericana (CA)."""
    SECONDARY = "secondary"
    """National or departmental."""


class RoadClass(StrEnum):
    """The class of a road in OpenStreetMap, or another way to travel; a speed belongs to each."""

    MOTORWAY = "motorway"
    """Autopista, with its carriageways apart."""
    TRUNK = "trunk"
    """The most important roads that are no motorway."""
    PRIMARY = "primary"
    """Roads between large towns."""
    SECONDARY = "secondary"
    """Roads between towns."""
    TERTIARY = "tertiary"
    """Roads between smaller towns and villages."""
    MOTORWAY_LINK = "motorway_link"
    """The ramps of a motorway."""
    TRUNK_LINK = "trunk_link"
    """The ramps of a trunk road."""
    PRIMARY_LINK = "primary_link"
    """The ramps of a primary road."""
    SECONDARY_LINK = "secondary_link"
    """The ramps of a secondary road."""
    TERTIARY_LINK = "tertiary_link"
    """The ramps of a tertiary road."""
    MINOR = "minor"
    """Any smaller road, kept only where it joins a place or a part of the network to the rest."""
    FOOT = "foot"
    """No road: the straight way on foot between a place and the nearest road."""


class PostPlace(StrEnum):
    """Where the kilometre post of a stop is."""

    STOP = "stop"
    """At or near the stop."""
    JUNCTION = "junction"
    """At the junction that leads to the stop."""
    MUNICIPIO = "municipio"
    """Elsewhere in the municipio, or between two stops."""


class LengthBasis(StrEnum):
    """How the length of a section of road is known."""

    POSTS = "posts"
    """The difference of two kilometre posts, or a post counted from the capital."""
    REPORTED = "reported"
    """A source reports the length."""


class SeriesShape(StrEnum):
    """How the points of a series lie."""

    TIME = "time"
    """One place over time: a line with gaps where years are missing."""
    PLACES = "places"
    """Several places in one period: bars or a map, never a line."""


class Chart(StrEnum):
    """A chart; its series share one unit and axis but never a line."""

    COCAINE_SEIZED = "cocaine_seized"
    """Cocaine seized in the country."""
    PRECURSORS_DESTROYED = "precursors_destroyed"
    """Precursor chemicals destroyed."""
    HOMICIDES = "homicides"
    """Homicides in the country."""
    HOMICIDE_RATE = "homicide_rate"
    """Homicides per 100 000 inhabitants in the country."""
    RETURNS = "returns"
    """Guatemalans returned from the United States and Mexico."""
    CHECKPOINTS = "checkpoints"
    """Highway checkpoints in place."""
    HOMICIDES_VILLA_NUEVA = "homicides_villa_nueva"
    """Homicides in Villa Nueva."""
    HOMICIDES_LA_BRIGADA = "homicides_la_brigada"
    """Homicides in La Brigada, Mixco."""
    CER_1_POPULATION = "cer_1_population"
    """Residents of the juvenile centre CER-1."""
    HOMICIDES_BY_DEPARTAMENTO = "homicides_by_departamento"
    """Homicides by departamento."""
    HOMICIDE_RATE_BY_DEPARTAMENTO = "homicide_rate_by_departamento"
    """Homicides per 100 000 inhabitants by departamento."""
    RETURNS_BY_PLACE = "returns_by_place"
    """Returns by departamento or municipio of origin."""
    SEIZURES_BY_PLACE_KG = "seizures_by_place_kg"
    """Single seizures, weighed."""
    SEIZURES_BY_PLACE_PACKAGES = "seizures_by_place_packages"
    """Single seizures, counted in packages."""
    PLANTS_BY_PLACE = "plants_by_place"
    """Coca bushes found."""


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
    """The basis of a statement."""

    EXPLICIT = "explicit"
    """The source states it explicitly."""
    ANALYSIS = "analysis"
    """Our analysis: no source states it."""


class InlRole(StrEnum):
    """The link between a site and INL, according to the sources that we found."""

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
    """A source links it to an INL programme area."""
    RELATED = "related"
    """On the subject of a programme area; we found no source that links it to INL."""
    STRATEGY = "strategy"
    """About the cooperation as a whole."""
    CONTEXT = "context"
    """Context that is linked to no programme area."""


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


class SummaryTopic(StrEnum):
    """A line of a summary, in its order."""

    SUPPORT = "support"
    """What INL does, according to the sources that we found."""
    CERTAIN = "certain"
    """What is well established."""
    UNCERTAIN = "uncertain"
    """What is old, disputed or not located."""
    CHANGED = "changed"
    """The latest events, and what is being changed."""
    NEWEST = "newest"
    """The newest fact."""


class SummaryStatement(StrEnum):
    """A sentence of a summary."""

    NAMED = "named"
    """The archived INL page names these."""
    SUPPORTED = "supported"
    """Another source reports INL support for these."""
    US_SUPPORTED = "us_supported"
    """A source reports US support for these and does not name INL."""
    NO_SUPPORT = "no_support"
    """We found no source that reports INL support."""
    SETTING = "setting"
    """The programme areas whose setting these sites are."""
    RECENT = "recent"
    """Sites whose status was confirmed within three years."""
    EXACT = "exact"
    """Sites with an exact location and high confidence."""
    RESULTS = "results"
    """Figures that report results, with high confidence."""
    NOTHING_CERTAIN = "nothing_certain"
    """None of the three above."""
    UNCONFIRMED = "unconfirmed"
    """Sites whose status is older than three years or undated."""
    UNPLACED = "unplaced"
    """Sites without a location."""
    CONFLICTS = "conflicts"
    """Points on which sources disagree."""
    WEAK_FIGURES = "weak_figures"
    """Figures of low confidence."""
    NOTHING_UNCERTAIN = "nothing_uncertain"
    """None of the four above."""
    INL_EVENTS = "inl_events"
    """The latest events that a source links to INL or to the cooperation as a whole."""
    OTHER_EVENTS = "other_events"
    """The latest events that no source links to INL."""
    UNSETTLED = "unsettled"
    """Sites that are being built or changed, or whose operation is in doubt."""
    NO_EVENTS = "no_events"
    """None of the three above."""
    NEWEST = "newest"
    """The facts of the newest date."""
    UNDATED = "undated"
    """No fact has a date."""
