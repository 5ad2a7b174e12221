"""The closed choices of sites: what they are, where they lie, how they are drawn."""

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
    """Interagency task forces: not INL programmes on the evidence found."""
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


class Confirmation(StrEnum):
    """When the status of a site was last confirmed by a source (`geo.sites.confirmation_of`)."""

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
