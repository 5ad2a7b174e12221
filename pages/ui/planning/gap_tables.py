"""Border and coast gaps as tables in words."""

from __future__ import annotations

from functools import partial

import pandas as pd

from atlas.i18n.messages import Language, Translator, number_text
from geo.analysis.border_gaps import Gaps
from pages.ui.facts.html import Html, h, table
from pages.ui.load import atlas_data
from pages.ui.planning.words import LINES, km_text, line_name, municipio_list, percent, span_text


def totals_table(view: Gaps, t: Translator, language: Language) -> Html:
    """Return each border and coast with how much of it is too far, in words.

    A table of the page: beside the map a grid cut off its last columns.
    """
    rows = view.totals.loc[[line for line in LINES if line in view.totals.index]]
    lengths = ("beyond_km", "length_km", "furthest_km")
    cells = (
        (
            line_name(str(row["line"]), t),
            percent(row["beyond_share"], language, 0),
            *(number_text(row[name], language) for name in lengths),
        )
        for row in rows.reset_index().to_dict("records")
    )
    heads = (t(f"regions.{name}") for name in ("line", "beyond_share", *lengths))
    return h("div", table(heads, cells), class_="p-figures")


def stretches_table(view: Gaps, t: Translator, language: Language) -> pd.DataFrame:
    """Return the stretches without a site, longest first, in words."""
    rows, write = view.stretches, partial(km_text, language=language)
    names = _site_names(language)
    return pd.DataFrame(
        {
            t("regions.number"): range(1, len(rows) + 1),
            t("regions.line"): [line_name(line, t) for line in rows["line"]],
            t("regions.length_km"): rows["length_km"].tolist(),
            t("regions.length_range"): [
                span_text(*ends, write)
                for ends in zip(rows["length_km_low"], rows["length_km_high"], strict=True)
            ],
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
    return {str(site): str(name) for site, name in atlas_data().sites[f"name_{language}"].items()}
