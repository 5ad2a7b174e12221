"""The aim of each kind of site: what it serves, where a new one may stand, and why.

A border checkpoint that is placed where most people live stands far inland. Each kind is therefore measured
by what it is for, and proposed only where it can do that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from geo.choices.planning_kinds import Counted, Measure
from geo.choices.site_kinds import Kind


class Standing(StrEnum):
    """Where a new site may stand."""

    ANYWHERE = "anywhere"
    """At the cabecera of any municipio."""
    BORDER = "border"
    """On the land border, or at the cabecera of a municipio that has some of it."""
    COAST = "coast"
    """On the coast."""
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
    """It controls main roads, and no roads are loaded."""
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
    Kind.HIGHWAY_CHECKPOINT: _measured_only(Reason.ROADS),
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
"""The aim of each kind of site."""

FIRST_KIND: Final = next(kind for kind in (Kind.MODEL_PRECINCT, *Kind) if AIM_OF[kind].is_proposed)
"""The kind with which coverage, next sites and scenarios start."""


def aims_of(kinds: Iterable[Kind]) -> tuple[Aim, ...]:
    """Return the different aims of `kinds`, in their order; that of residents without any kind."""
    return tuple(dict.fromkeys(AIM_OF[kind] for kind in kinds)) or (FOR_RESIDENTS,)


def common_aim(kinds: Iterable[Kind]) -> Aim | None:
    """Return the aim that all of `kinds` share; None where their aims differ."""
    aims = aims_of(kinds)
    return aims[0] if len(aims) == 1 else None


def aim_for(kinds: Iterable[Kind]) -> Aim:
    """Return the aim that `kinds` share; where they differ, people are counted and nothing is proposed."""
    return common_aim(kinds) or Aim(Measure.PEOPLE_BY_CABECERA, Standing.NOWHERE, Reason.RESIDENTS)


def measure_of(kinds: Iterable[Kind]) -> Measure:
    """Return the measure with which coverage by `kinds` starts: people where the kinds differ."""
    return aim_for(kinds).measure


def measures_of(kinds: Iterable[Kind]) -> tuple[Measure, ...]:
    """Return the measures that make sense for `kinds`: the lines that they serve, people and area."""
    served = {aim.measure for aim in aims_of(kinds)}
    lines = tuple(measure for measure in COUNTED_BY if measure in served)
    return (*lines, *(measure for measure in Measure if measure not in COUNTED_BY))


def proposals_refused(kinds: Iterable[Kind]) -> tuple[Reason, ...] | None:
    """Return why no new site of `kinds` can be proposed: its reasons, none of them where aims differ.

    None means that new sites can be proposed.
    """
    aims = aims_of(kinds)
    if refused := tuple(dict.fromkeys(aim.reason for aim in aims if not aim.is_proposed)):
        return refused
    return () if len(aims) > 1 else None
