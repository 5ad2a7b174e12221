"""Where the names of what surrounds Guatemala are written on a map: places for lettering, not positions."""

from __future__ import annotations

from typing import Final

SURROUNDINGS: Final = (
    {"name_en": "Mexico", "name_es": "México", "kind": "country", "at": [-92.55, 16.55]},
    {"name_en": "Belize", "name_es": "Belice", "kind": "country", "at": [-88.72, 17.25]},
    {"name_en": "Honduras", "name_es": "Honduras", "kind": "country", "at": [-88.45, 14.95]},
    {"name_en": "El Salvador", "name_es": "El Salvador", "kind": "country", "at": [-89.2, 13.85]},
    {"name_en": "Pacific Ocean", "name_es": "Océano Pacífico", "kind": "sea", "at": [-91.6, 13.72]},
    {"name_en": "Caribbean Sea", "name_es": "Mar Caribe", "kind": "sea", "at": [-88.2, 16.15]},
)
