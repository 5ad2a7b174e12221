"""Border and coast gaps as tables in words."""

from __future__ import annotations

from functools import partial

import pandas as pd

from geo.planning.gaps import Gaps
from pages.ui.load import shelf
from pages.ui.planning.words import LINES, km_text, line_name, municipio_list, ranges_of
from pages.ui.text import Language, Translator


def totals_table(view: Gaps, t: Translator, language: Language) -> pd.DataFrame:
    """Return each border and coast with how much of it is too far, in words."""
    del language
    rows = view.totals.loc[[line for line in LINES if line in view.totals.index]]
    return pd.DataFrame(
        {
            t("regions.line"): [line_name(str(line), t) for line in rows.index],
            t("regions.beyond_share"): rows["beyond_share"].tolist(),
            t("regions.beyond_km"): rows["beyond_km"].tolist(),
            t("regions.length_km"): rows["length_km"].tolist(),
            t("regions.furthest_km"): rows["furthest_km"].tolist(),
        }
    )


def stretches_table(view: Gaps, t: Translator, language: Language) -> pd.DataFrame:
    """Return the stretches without a site, longest first, in words."""
    rows, write = view.stretches, partial(km_text, language=language)
    names = _site_names(language)
    return pd.DataFrame(
        {
            t("regions.number"): range(1, len(rows) + 1),
            t("regions.line"): [line_name(line, t) for line in rows["line"]],
            t("regions.length_km"): rows["length_km"].tolist(),
            t("regions.length_range"): ranges_of(rows, "length_km", write, t),
            t("regions.furthest_km"): rows["furthest_km"].tolist(),
            t("regions.between_sites"): [
                " – ".join(dict.fromkeys(names.get(site, "") for site in ends))
                for ends in zip(rows["from_site_id"], rows["to_site_id"], strict=True)
            ],
            t("regions.municipios"): [municipio_list(codes, t, 4) for codes in rows["codigo_muni"]],
        }
    )


def catchments_table(view: Gaps, t: Translator, language: Language) -> pd.DataFrame:
    """Return the stretch of which each site is the nearest, in words."""
    rows, names = view.catchments, _site_names(language)
    return pd.DataFrame(
        {
            t("regions.site"): [names.get(site, "") for site in rows["site_id"]],
            t("regions.line"): [line_name(line, t) for line in rows["line"]],
            t("regions.length_km"): rows["length_km"].tolist(),
            t("regions.start_km"): rows["start_km"].tolist(),
            t("regions.end_km"): rows["end_km"].tolist(),
        }
    )


def _site_names(language: Language) -> dict[str, str]:
    return {str(site): str(name) for site, name in shelf().sites[f"name_{language}"].items()}
