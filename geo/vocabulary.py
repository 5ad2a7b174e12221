"""Every closed choice of the atlas, each member with a line of meaning.

Tables hold these values, the interface translates them (`<enum>.<value>` in the locale
files), and a URL names them; so a value, once published, does not change.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Precision(StrEnum):
    """How well a site's position is known; it decides how the site is drawn and measured."""

    EXACT = "exact"
    """The facility itself, within 200 m: a pin."""
    LOCALITY = "locality"
    """The locality, within about 1 to 2 km: a pin with its uncertainty circle."""
    ZONE = "zone"
    """An urban zone or stretch of road: one soft area, no pin."""
    MUNICIPIO = "municipio"
    """Only the municipio is known: the municipio is shaded, no pin, left out of distances."""
    UNPLACED = "unplaced"
    """No position was found: listed beside the map with the reason."""


class Kind(StrEnum):
    """What a site is."""

    BORDER_CHECKPOINT = "border_checkpoint"
    """A land or river crossing point on the international border."""
    PORT = "port"
    """A sea port or terminal."""
    AIRPORT = "airport"
    """An airport with border services."""
    MODEL_PRECINCT = "model_precinct"
    """A model police precinct (MPP)."""
    PBS_ZONE = "pbs_zone"
    """The area of the Place Based Strategy as a whole."""
    PBS_NEIGHBOURHOOD = "pbs_neighbourhood"
    """A neighbourhood named in the Place Based Strategy."""
    PBS_FACILITY = "pbs_facility"
    """A facility installed under the Place Based Strategy."""
    PRIORITISED_NEIGHBOURHOOD = "prioritised_neighbourhood"
    """A neighbourhood prioritised by the United States, never called PBS by its source."""
    HIGHWAY_CHECKPOINT = "highway_checkpoint"
    """An inter-institutional highway checkpoint (PCI)."""
    POLICE_UNIT = "police_unit"
    """A national police unit; its seat is not published and not placed."""
    POLICE_ACADEMY = "police_academy"
    """The police academy."""
    POLICE_FACILITY = "police_facility"
    """Another police office or centre."""
    FORENSIC_INSTITUTE = "forensic_institute"
    """The forensic institute (INACIF)."""
    PROSECUTION = "prosecution"
    """The Public Ministry or one of its special prosecution units."""
    COMMISSION = "commission"
    """A state commission."""
    PRISON = "prison"
    """A prison for adults."""
    JUVENILE_CENTRE = "juvenile_centre"
    """A centre for juveniles in conflict with the law."""
    INCINERATOR = "incinerator"
    """An incinerator for precursor chemicals and drugs."""
    JOINT_TASK_FORCE = "joint_task_force"
    """An inter-agency border task force."""


class Layer(StrEnum):
    """A layer of the map: one symbol, one switch, one line of the legend."""

    CHECKPOINTS = "checkpoints"
    """Border checkpoints."""
    PORTS = "ports"
    """Ports."""
    PRECINCTS = "precincts"
    """Model police precincts."""
    PBS = "pbs"
    """Place Based Strategy: zone, neighbourhoods and facility."""
    AIRPORTS = "airports"
    """Airports."""
    HIGHWAY = "highway"
    """Highway checkpoints."""
    POLICE = "police"
    """Police units, academy and other police facilities."""
    JUSTICE = "justice"
    """Forensics, prosecution and commissions."""
    CORRECTIONS = "corrections"
    """Prisons and juvenile centres."""
    PRECURSORS = "precursors"
    """The incinerator for precursor chemicals."""
    TASK_FORCES = "task_forces"
    """Joint task forces: not INL programmes on the evidence found."""
    PRIORITISED = "prioritised"
    """US-prioritised neighbourhoods outside the Place Based Strategy."""


MISSION_LAYERS: Final = (Layer.CHECKPOINTS, Layer.PORTS, Layer.PRECINCTS, Layer.PBS)
"""The four layers that the atlas exists for: on by default."""

LAYER_OF: Final[dict[Kind, Layer]] = {
    Kind.BORDER_CHECKPOINT: Layer.CHECKPOINTS,
    Kind.PORT: Layer.PORTS,
    Kind.AIRPORT: Layer.AIRPORTS,
    Kind.MODEL_PRECINCT: Layer.PRECINCTS,
    Kind.PBS_ZONE: Layer.PBS,
    Kind.PBS_NEIGHBOURHOOD: Layer.PBS,
    Kind.PBS_FACILITY: Layer.PBS,
    Kind.PRIORITISED_NEIGHBOURHOOD: Layer.PRIORITISED,
    Kind.HIGHWAY_CHECKPOINT: Layer.HIGHWAY,
    Kind.POLICE_UNIT: Layer.POLICE,
    Kind.POLICE_ACADEMY: Layer.POLICE,
    Kind.POLICE_FACILITY: Layer.POLICE,
    Kind.FORENSIC_INSTITUTE: Layer.JUSTICE,
    Kind.PROSECUTION: Layer.JUSTICE,
    Kind.COMMISSION: Layer.JUSTICE,
    Kind.PRISON: Layer.CORRECTIONS,
    Kind.JUVENILE_CENTRE: Layer.CORRECTIONS,
    Kind.INCINERATOR: Layer.PRECURSORS,
    Kind.JOINT_TASK_FORCE: Layer.TASK_FORCES,
}
"""The layer that draws each kind of site."""


class Status(StrEnum):
    """What the newest source found says of a site's present state."""

    OPERATING = "operating"
    """A source reports it in operation."""
    LIMITED = "limited"
    """In operation with part of the services only, such as migration without customs."""
    BUILDING = "building"
    """Begun or planned; its opening was not confirmed."""
    CHANGING = "changing"
    """Being moved, rebuilt, certified, reorganised or dissolved, by a source."""
    DOUBTFUL = "doubtful"
    """Sources disagree on whether it serves at all."""
    UNKNOWN = "unknown"
    """No source on its present state was found."""


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


class Neighbour(StrEnum):
    """A neighbouring country, by ISO 3166-1 alpha-3 code."""

    MEXICO = "MEX"
    """Mexico."""
    BELIZE = "BLZ"
    """Belize; a territorial dispute is before the International Court of Justice."""
    HONDURAS = "HND"
    """Honduras."""
    EL_SALVADOR = "SLV"
    """El Salvador."""


class Confidence(StrEnum):
    """How sure we are of a row as a whole."""

    HIGH = "high"
    """Independent sources agree."""
    MEDIUM = "medium"
    """One good source, or several that differ in detail."""
    LOW = "low"
    """One weak source, or an inference."""


class Field(StrEnum):
    """A part of a row that is our inference."""

    POSITION = "position"
    """The position was worked out, not read."""
    MUNICIPIO = "municipio"
    """The municipio was worked out, not read."""
    STATUS = "status"
    """The status was worked out, not read."""
    PROGRAMME = "programme"
    """That it belongs to the programme was worked out, not read."""
    IDENTITY = "identity"
    """That two sources speak of the same place was worked out, not read."""
    DATE = "date"
    """The date was worked out, not read."""
    VALUE = "value"
    """The value was worked out, not read."""
    PILLAR = "pillar"
    """That it belongs to the pillar is our analysis."""


class ClaimKind(StrEnum):
    """What kind of claim a figure is."""

    REPORTED = "reported"
    """A source reports it as a fact of the past."""
    COUNTED = "counted"
    """Counted by us in the sources named."""
    TARGET = "target"
    """A goal or a plan; never a result."""
    COMMITMENT = "commitment"
    """Something promised; not what was delivered."""
    INTENT = "intent"
    """Something a government said it would seek; nothing is promised."""
    ESTIMATE = "estimate"
    """An estimate by the source named."""
    DERIVED = "derived"
    """Worked out by us from other figures."""


class SourceKind(StrEnum):
    """What kind of document a source is."""

    FOUNDING = "founding"
    """One of the two documents that the atlas starts from."""
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


class Seen(StrEnum):
    """How much of a source was read."""

    FULL = "full"
    """Read from beginning to end."""
    EXCERPT = "excerpt"
    """An excerpt of a stored copy was read, most often its opening; not compared with the live page."""
    DATASET = "dataset"
    """The rows that concern the atlas were read in a data file."""


class Unit(StrEnum):
    """The unit of a figure or of a point of a series."""

    KG = "kg"
    """Kilograms."""
    TONNES = "tonnes"
    """Metric tons."""
    USD = "usd"
    """United States dollars of the day."""
    GTQ = "gtq"
    """Quetzales of the day."""
    PERCENT = "percent"
    """Percent; a change is negative when it is a fall."""
    PER_100K = "per_100k"
    """Per 100 000 inhabitants and year."""
    VICTIMS = "victims"
    """Victims of homicide."""
    PERSONS = "persons"
    """Persons."""
    WOMEN = "women"
    """Women."""
    RESIDENTS = "residents"
    """Persons held or housed in a centre."""
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
    """Printed without a qualifier."""
    ABOUT = "about"
    """About, approximately."""
    OVER = "over"
    """More than."""
    ALMOST = "almost"
    """Nearly, not quite."""
    UP_TO = "up_to"
    """At most."""
    AT_LEAST = "at_least"
    """Those that were found: a minimum."""


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


class FactKind(StrEnum):
    """What a fact that rests on sources is."""

    SITE = "site"
    """A site."""
    PROGRAMME = "programme"
    """A programme area and its pillar."""
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


class Gap(StrEnum):
    """What could not be found."""

    POSITION = "position"
    """A site's position."""
    STATUS = "status"
    """A site's present state."""
    CERTAINTY = "certainty"
    """More than one weak source or an inference."""
    YEARS = "years"
    """Years of a series between its first and its last."""
