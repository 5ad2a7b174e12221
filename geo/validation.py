"""Validate all data, for `atlas check` and the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geo.analysis.route_ranges import UnknownPositionError, main_routes_of
from geo.briefings import unknown_references
from geo.briefings.briefing_files import briefing_names, read_briefing
from geo.dataset.atlas_data import AtlasData
from geo.dataset.bibliography import source_problems
from geo.dataset.cross_references import facts_problems, site_problems
from geo.dataset.data_history import history_problems
from geo.dataset.facts.main_routes import STOPS_FILE
from geo.dataset.records import DATA, RECORD_NAME, datasets, read_record, require_file
from geo.dataset.schema import SchemaError
from geo.errors import GeoError


def violations(data: Path = DATA) -> Iterator[str]:
    """Yield every violation as one line with file, line if any, and correction."""
    yield from _unrecorded(data)
    atlas, broken = AtlasData(data), False
    for error in _unreadable(atlas):
        broken = True
        yield from _lines(error)
    if not broken:
        yield from _contradictions(atlas)


def _unrecorded(data: Path) -> Iterator[str]:
    for folder in sorted(path for path in data.iterdir() if path.is_dir()):
        if not (folder / RECORD_NAME).is_file():
            yield f"data/{folder.name}: has no {RECORD_NAME}; write one as data/README.md shows"


def _unreadable(atlas: AtlasData) -> Iterator[GeoError]:
    data = atlas.data
    for dataset in datasets(data):
        try:
            for name in read_record(dataset, data).files:
                require_file(dataset, name, data)
            for path in sorted((data / dataset).iterdir()):
                if path.name != RECORD_NAME:
                    require_file(dataset, path.name, data)
        except GeoError as error:
            yield error
    yield from (error for _, error in atlas.problems())
    yield from _unreadable_briefings(data)


def _unreadable_briefings(data: Path) -> Iterator[GeoError]:
    try:
        for name in briefing_names(data):
            read_briefing(name, data)
    except GeoError as error:
        yield error


def _contradictions(atlas: AtlasData) -> Iterator[str]:
    for problem in site_problems(atlas.sites, atlas.sources, atlas.municipios):
        yield str(problem)
    for problem in source_problems(atlas.sources, atlas.data):
        yield str(problem)
    of_facts = list(facts_problems(atlas.facts, atlas.sources, atlas.sites, atlas.municipios))
    yield from map(str, of_facts)
    if not of_facts:
        yield from _loose_stops(atlas)
    for error in history_problems(atlas.data):
        yield str(error)
    for name in briefing_names(atlas.data):
        for missing in unknown_references(read_briefing(name, atlas.data), atlas):
            yield f"data/briefings/{name}.toml: {missing} is in no table; correct it"


def _loose_stops(atlas: AtlasData) -> Iterator[str]:
    try:
        network = main_routes_of(atlas)
    except UnknownPositionError as error:
        yield f"{STOPS_FILE}: {error}"
        return
    for place in network.cut_off:
        yield f"{STOPS_FILE}: {place} is on no route that meets the others; add the stop where they meet"


def _lines(error: GeoError) -> Iterator[str]:
    if isinstance(error, SchemaError):
        yield from (str(problem) for problem in error.problems)
    else:
        yield str(error)
