"""The closed choices of sites: kinds, precision, layers, status, and the aim of each kind.

A border checkpoint that is placed where most people live stands far inland. Each kind is therefore measured
by what it is for, and proposed only where it can do that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from geo.choices.planning_kinds import Counted, Measure


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


class Standing(StrEnum):
    """Where a new site may stand."""

    ANYWHERE = "anywhere"
    """At the cabecera of any municipio."""
    BORDER = "border"
    """On the land border, or at the cabecera of a municipio that has some of it."""
    COAST = "coast"
    """On the coast."""
    MAIN_ROAD = "main_road"
    """On an imported main road."""
    NOWHERE = "nowhere"
    """A new one is never proposed."""


class Reason(StrEnum):
    """Why a kind has its aim; its words are `aim_reason.<value>`."""

    CROSSINGS = "crossings"
    """It controls the crossing of the land border."""
    SHIPS = "ships"
    """It serves ships."""
    RESIDENTS = "residents"
    """It serves the people who live around it."""
    ROADS = "roads"
    """It controls main roads."""
    NO_ROADS = "no_roads"
    """It controls main roads, and no roads are imported."""
    ONCE = "once"
    """It exists once, or once for a special task."""
    CUSTODY = "custody"
    """It holds people from the whole country."""
    REGIONS = "regions"
    """It works over a whole region."""
    FLIGHTS = "flights"
    """It serves flights."""
    NOT_PUBLIC = "not_public"
    """Its seat is not public."""


@dataclass(frozen=True)
class Aim:
    """What a kind of site is measured by, where a new one may stand, and the reason for both."""

    measure: Measure
    standing: Standing
    reason: Reason

    @property
    def is_proposed(self) -> bool:
        """Whether new sites of the kind are proposed."""
        return self.standing is not Standing.NOWHERE

    @property
    def counted(self) -> Counted:
        """The unit of demand of new sites."""
        return COUNTED_BY.get(self.measure, Counted.PEOPLE)


COUNTED_BY: Final = {
    Measure.LAND_BORDER_KM: Counted.LAND_BORDER_KM,
    Measure.COAST_KM: Counted.COAST_KM,
    Measure.MAIN_ROAD_KM: Counted.MAIN_ROAD_KM,
}
"""What new sites are sought for, by the measure of coverage; people by the others."""


def _measured_only(reason: Reason) -> Aim:
    return Aim(Measure.PEOPLE_BY_CABECERA, Standing.NOWHERE, reason)


FOR_RESIDENTS: Final = Aim(Measure.PEOPLE_BY_CABECERA, Standing.ANYWHERE, Reason.RESIDENTS)

AIM_OF: Final[dict[Kind, Aim]] = {
    Kind.BORDER_CHECKPOINT: Aim(Measure.LAND_BORDER_KM, Standing.BORDER, Reason.CROSSINGS),
    Kind.PORT: Aim(Measure.COAST_KM, Standing.COAST, Reason.SHIPS),
    Kind.AIRPORT: _measured_only(Reason.FLIGHTS),
    Kind.MODEL_PRECINCT: FOR_RESIDENTS,
    Kind.PBS_ZONE: _measured_only(Reason.ONCE),
    Kind.PBS_NEIGHBOURHOOD: FOR_RESIDENTS,
    Kind.PBS_FACILITY: FOR_RESIDENTS,
    Kind.PRIORITISED_NEIGHBOURHOOD: FOR_RESIDENTS,
    Kind.HIGHWAY_CHECKPOINT: Aim(Measure.MAIN_ROAD_KM, Standing.MAIN_ROAD, Reason.ROADS),
    Kind.POLICE_UNIT: _measured_only(Reason.NOT_PUBLIC),
    Kind.POLICE_ACADEMY: _measured_only(Reason.ONCE),
    Kind.POLICE_FACILITY: FOR_RESIDENTS,
    Kind.FORENSIC_INSTITUTE: _measured_only(Reason.ONCE),
    Kind.PROSECUTION: _measured_only(Reason.ONCE),
    Kind.COMMISSION: _measured_only(Reason.ONCE),
    Kind.PRISON: _measured_only(Reason.CUSTODY),
    Kind.JUVENILE_CENTRE: _measured_only(Reason.CUSTODY),
    Kind.INCINERATOR: _measured_only(Reason.NOT_PUBLIC),
    Kind.JOINT_TASK_FORCE: _measured_only(Reason.REGIONS),
}
"""The aim of each kind of site, where roads are imported."""

FIRST_KIND: Final = next(kind for kind in (Kind.MODEL_PRECINCT, *Kind) if AIM_OF[kind].is_proposed)
"""The kind with which coverage, next sites and scenarios start."""


def aims_of(kinds: Iterable[Kind], *, has_roads: bool = True) -> tuple[Aim, ...]:
    """Return the different aims of `kinds`, in their order; that of residents without any kind.

    Without imported roads, what serves them is measured by people and not proposed.
    """
    aims = (AIM_OF[kind] for kind in kinds)
    if not has_roads:
        aims = (_measured_only(Reason.NO_ROADS) if aim.reason is Reason.ROADS else aim for aim in aims)
    return tuple(dict.fromkeys(aims)) or (FOR_RESIDENTS,)


def common_aim(kinds: Iterable[Kind], *, has_roads: bool = True) -> Aim | None:
    """Return the aim that all of `kinds` share; None where their aims differ."""
    aims = aims_of(kinds, has_roads=has_roads)
    return aims[0] if len(aims) == 1 else None


def aim_for(kinds: Iterable[Kind], *, has_roads: bool = True) -> Aim:
    """Return the aim that `kinds` share; where they differ, people are counted and nothing is proposed."""
    shared = common_aim(kinds, has_roads=has_roads)
    return shared or Aim(Measure.PEOPLE_BY_CABECERA, Standing.NOWHERE, Reason.RESIDENTS)


def measure_of(kinds: Iterable[Kind], *, has_roads: bool = True) -> Measure:
    """Return the measure with which coverage by `kinds` starts: people where the kinds differ."""
    return aim_for(kinds, has_roads=has_roads).measure


def measures_of(kinds: Iterable[Kind], *, has_roads: bool = True) -> tuple[Measure, ...]:
    """Return the measures that make sense for `kinds`: the lines that they serve, people and area."""
    served = {aim.measure for aim in aims_of(kinds, has_roads=has_roads)}
    lines = tuple(measure for measure in COUNTED_BY if measure in served)
    return (*lines, *(measure for measure in Measure if measure not in COUNTED_BY))


def proposals_refused(kinds: Iterable[Kind], *, has_roads: bool = True) -> tuple[Reason, ...] | None:
    """Return why no new site of `kinds` can be proposed: its reasons, none of them where aims differ.

    None means that new sites can be proposed.
    """
    aims = aims_of(kinds, has_roads=has_roads)
    if refused := tuple(dict.fromkeys(aim.reason for aim in aims if not aim.is_proposed)):
        return refused
    return () if len(aims) > 1 else None
