"""The closed choices of the atlas, each member with a line on its meaning.

Tables hold these values, the interface translates them (`<enum>.<value>` in the locale
files), and a URL names them; so a value, once published, does not change.
"""

from geo.choices.fact_kinds import (
    Basis,
    Chart,
    ClaimKind,
    ComponentKind,
    Confidence,
    FactKind,
    FoundingSection,
    Gap,
    InlRole,
    LengthBasis,
    Pillar,
    PostPlace,
    Programme,
    Qualifier,
    RouteClass,
    Scope,
    Seen,
    SeriesShape,
    SourceKind,
    Unit,
)
from geo.choices.planning_kinds import Model, Scheme
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
    "LengthBasis",
    "Model",
    "Neighbour",
    "Pillar",
    "PostPlace",
    "Precision",
    "Programme",
    "Qualifier",
    "RouteClass",
    "Scheme",
    "Scope",
    "Seen",
    "SeriesShape",
    "SourceKind",
    "Status",
    "Unit",
]
