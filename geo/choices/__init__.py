"""Every closed choice of the atlas, each member with a line of meaning.

Tables hold these values, the interface translates them (`<enum>.<value>` in the locale
files), and a URL names them; so a value, once published, does not change.
"""

from geo.choices.figure_kinds import Chart, ClaimKind, Qualifier, SeriesShape, Unit
from geo.choices.planning_kinds import Model, Scheme
from geo.choices.programme_kinds import Basis, ComponentKind, InlRole, Pillar, Programme, Scope
from geo.choices.site_kinds import (
    LAYER_OF,
    MISSION_LAYERS,
    Confirmation,
    Field,
    Kind,
    Layer,
    Neighbour,
    Precision,
    Status,
)
from geo.choices.source_kinds import Confidence, FactKind, FoundingSection, Gap, Seen, SourceKind

__all__ = [
    "LAYER_OF",
    "MISSION_LAYERS",
    "Basis",
    "Chart",
    "ClaimKind",
    "ComponentKind",
    "Confidence",
    "Confirmation",
    "FactKind",
    "Field",
    "FoundingSection",
    "Gap",
    "InlRole",
    "Kind",
    "Layer",
    "Model",
    "Neighbour",
    "Pillar",
    "Precision",
    "Programme",
    "Qualifier",
    "Scheme",
    "Scope",
    "Seen",
    "SeriesShape",
    "SourceKind",
    "Status",
    "Unit",
]
