"""The simplified outlines that the browser draws, named by what they hold and their tolerance.

Each is a TopoJSON file: `adm1_*` holds `departamentos`; `adm2_*` holds `municipios` and
`lakes`, as `adm2_50m_NN` does for the departamento NN; `context` and `context_50m` hold
`neighbours`, `border` (by neighbour, `disputed` or not) and `coast`. The 500 m and 200 m
layers meet `context`, the 50 m ones meet `context_50m`. Nothing is measured on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo.provenance import DATA, require_file, sha256

DATASET: Final = "layers"
LAYERS: Final = (
    "adm1_500m",
    "adm2_500m",
    "adm1_200m",
    "adm2_200m",
    "context",
    "context_50m",
    *(f"adm2_50m_{codigo_depto:02}" for codigo_depto in range(1, 23)),
)


@dataclass(frozen=True)
class DisplayLayer:
    """One layer as it travels; `digest` (SHA-256) names its content."""

    name: str
    content: bytes
    digest: str


def layer_names(data: Path = DATA) -> tuple[str, ...]:
    """Return the names of the layers, the same for every `data`: a missing file is not overlooked."""
    del data
    return LAYERS


def read_layer(name: str, data: Path = DATA) -> DisplayLayer:
    """Return a layer.

    Raises
    ------
    DataFileError
        Its file is missing or altered.
    """
    content = require_file(DATASET, f"{name}.topojson", data).read_bytes()
    return DisplayLayer(name, content, sha256(content))
