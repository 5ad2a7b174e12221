"""The closed choices of sites: kinds, precision, layers and status."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Precision(StrEnum):
    """The precision of a site's location, by which it is drawn and measured."""

    EXACT = "exact"
    """The facility itself, within 200 m: a marker."""
    LOCALITY = "locality"
    """The locality, within about 1 to 2 km: a marker with its uncertainty circle."""
    ZONE = "zone"
    """An urban zone or stretch of road: one soft area, no marker."""
    MUNICIPIO = "municipio"
    """Only the municipio is known: the municipio is shaded, no marker, left out of distances."""
    UNPLACED = "unplaced"
    """We found no location: listed next to the map with the reason."""


class Kind(StrEnum):
    """The kind of a site."""

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
    """A national police unit; its seat is not public and is not shown."""
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
    """A layer of the map with its symbol, its switch and its line in the legend."""

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
    """Interagency task forces: not INL programmes according to the sources that we found."""
    PRIORITISED = "prioritised"
    """US-prioritised neighbourhoods outside the Place Based Strategy."""


MISSION_LAYERS: Final = (Layer.CHECKPOINTS, Layer.PORTS, Layer.PRECINCTS, Layer.PBS)
"""The four main layers, on by default."""


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
    """The status of a site according to the newest source that we found."""

    OPERATING = "operating"
    """A source reports it in operation."""
    LIMITED = "limited"
    """In operation with only some services, such as migration without customs."""
    BUILDING = "building"
    """Begun or planned; its opening was not confirmed."""
    CHANGING = "changing"
    """Being moved, rebuilt, certified, reorganised or dissolved, according to a source."""
    DOUBTFUL = "doubtful"
    """Sources disagree on whether it operates."""
    UNKNOWN = "unknown"
    """We found no source on its current status."""


class State(StrEnum):
    """The state of a site, a component or the support to it during a period (`data/states`).

    The first six are those of `Status`: the state of today is the status of a site.
    """

    OPERATING = "operating"
    """A source reports it in operation."""
    LIMITED = "limited"
    """In operation with only some services."""
    BUILDING = "building"
    """Begun or planned; not yet open."""
    CHANGING = "changing"
    """Being moved, rebuilt, certified, reorganised or dissolved, according to a source."""
    DOUBTFUL = "doubtful"
    """Sources disagree on whether it operates."""
    UNKNOWN = "unknown"
    """We found no source on the period."""
    CLOSING = "closing"
    """Its end was announced."""
    SUSPENDED = "suspended"
    """Paused: of support, not of a site."""
    ENDED = "ended"
    """Closed, removed or dissolved: it is gone."""


class Aspect(StrEnum):
    """What of a site or component a state is about."""

    EXISTENCE = "existence"
    """The site or component itself."""
    SUPPORT = "support"
    """The support of the United States; the note says of which body."""


class Presence(StrEnum):
    """Whether a site or component is there at a date."""

    PRESENT = "present"
    """A source reports its state at the date."""
    UNDATED = "undated"
    """It may be there: we found no date or no state for the date."""
    NOT_YET = "not_yet"
    """It had not begun."""
    ENDED = "ended"
    """It had ended."""
    UNREPORTED = "unreported"
    """No source that was published by the date names it; only by what was known then."""


class Clock(StrEnum):
    """The knowledge by which a date is answered."""

    TRUE_THEN = "true"
    """All sources of today."""
    KNOWN_THEN = "known"
    """Only the sources that were published by the date."""


class Confirmation(StrEnum):
    """The time since a source confirmed the status (`geo.dataset.sites.confirmation_of`)."""

    RECENT = "recent"
    """Within the three years before the sources were last consulted."""
    OLD = "old"
    """Earlier, or at a date that may be earlier."""
    UNDATED = "undated"
    """At no known date, or the status itself is not known."""


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


class Field(StrEnum):
    """An inferred part of a row."""

    POSITION = "position"
    """The location is inferred."""
    MUNICIPIO = "municipio"
    """The municipio is inferred."""
    STATUS = "status"
    """The status is inferred."""
    PROGRAMME = "programme"
    """The link to the programme is inferred."""
    IDENTITY = "identity"
    """That two sources mean the same place is inferred."""
    DATE = "date"
    """The date is inferred."""
    VALUE = "value"
    """The value is inferred."""
    PILLAR = "pillar"
    """The link to the pillar is our analysis."""
