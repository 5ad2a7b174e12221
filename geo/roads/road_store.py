"""The folder in which an administrator keeps the imported roads, outside this repository.

It holds the network as a GeoParquet file named after its content, `roads.toml` as its record, and, if the
administrator wants other speeds than those of `data/routes/speeds.csv`, a table `speeds.csv` of the same
form. The record is written last: until then the roads that were there before stay in use.
"""

from __future__ import annotations

import io
import json
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geo.choices import RoadClass
from geo.crs import WGS84, to_gtm
from geo.dataset.facts.main_routes import FASTEST_KMH, SPEEDS, read_speeds
from geo.dataset.records import DATA, sha256
from geo.errors import GeoError
from geo.files import write_whole
from geo.roads.road_extract import Bounds, ExtractError, Report, read_ways
from geo.roads.road_network import COLUMNS, RoadNetwork, road_network

FOLDER_VARIABLE: Final = "ATLAS_ROADS"
RECORD_NAME: Final = "roads.toml"
SPEEDS_NAME: Final = "speeds.csv"
LICENCE: Final = "ODbL 1.0"
ATTRIBUTION: Final = "© OpenStreetMap contributors"


class RoadsError(GeoError):
    """No roads are imported, or their files cannot be read; the message says what to do."""


@dataclass(frozen=True)
class RoadsRecord:
    """Where imported roads come from, and what they are.

    `extract_date` is the day of the data as the extract states it, empty if it does not. `km` is the length
    by class, `repairs` what was done to the extract.
    """

    file: str
    sha256: str
    extract: str
    extract_sha256: str
    extract_date: str
    imported: str
    sections: int
    km: Mapping[str, float]
    repairs: Mapping[str, int]
    licence: str = LICENCE
    attribution: str = ATTRIBUTION


@dataclass(frozen=True, eq=False)
class Roads:
    """The imported roads with their record, and the speeds in use (`road_class`, `low_kmh`, `high_kmh`)."""

    network: RoadNetwork
    record: RoadsRecord
    speeds: pd.DataFrame
    has_own_speeds: bool


def roads_folder() -> Path | None:
    """Return the folder that ATLAS_ROADS names; None without it."""
    named = os.environ.get(FOLDER_VARIABLE, "").strip()
    return Path(named) if named else None


def import_roads(
    extract: Path, folder: Path, bounds: Bounds, places: pd.DataFrame, report: Report = print
) -> RoadsRecord:
    """Read an extract, and store its network with its record in `folder`.

    Parameters
    ----------
    extract
        The extract of OpenStreetMap, a file `.osm.pbf`.
    folder
        Where the roads are kept; it is made if it does not exist.
    bounds
        The country, to which at least half of the main roads must belong.
    places
        `longitude` and `latitude` of the sites and cabeceras that minor roads may join.
    report
        Receives the progress.

    Raises
    ------
    ExtractError
        The extract is missing, broken, empty or of another country. The roads stored before stay.
    OSError
        The folder cannot be written.
    """
    known = places[["longitude", "latitude"]].dropna().to_numpy(dtype=float)
    ways = read_ways(extract, bounds, known, report)
    x, y = to_gtm(*known.T)
    network, repairs = road_network(ways, pd.DataFrame({"x": x, "y": y}).to_numpy(), report)
    if network.sections.empty:
        raise ExtractError(extract.name, "holds no road that leads anywhere", "download it again")
    buffer = io.BytesIO()
    network.sections.to_parquet(buffer, index=False)
    content = buffer.getvalue()
    digest = sha256(content)
    record = RoadsRecord(
        file=f"roads-{digest[:16]}.parquet",
        sha256=digest,
        extract=extract.name,
        extract_sha256=_sha256_of(extract),
        extract_date=ways.extract_date.isoformat() if ways.extract_date else "",
        imported=date.today().isoformat(),
        sections=len(network.sections),
        km={road: round(km, 1) for road, km in network.km_by_class.items()},
        repairs=asdict(repairs),
    )
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / record.file, content)
    write_whole(folder / RECORD_NAME, _toml(record).encode())
    for former in folder.glob("roads-*.parquet"):
        if former.name != record.file:
            former.unlink()
    report(f"{len(content) / 1e6:.1f} MB stored as {folder / record.file}")
    return record


def read_roads(folder: Path, data: Path = DATA) -> Roads:
    """Return the imported roads.

    Raises
    ------
    RoadsError
        Nothing was imported, or a file is missing or altered.
    SchemaError
        The administrator's table of speeds breaks a rule.
    """
    record = read_roads_record(folder)
    try:
        content = (folder / record.file).read_bytes()
    except OSError as error:
        raise RoadsError(f"{folder / record.file}: {error.strerror}; {AGAIN}") from error
    if sha256(content) != record.sha256:
        raise RoadsError(f"{folder / record.file} is not the file of its record; {AGAIN}")
    sections = gpd.read_parquet(io.BytesIO(content))
    if [*sections.columns] != [*COLUMNS, "geometry"] or sections.crs != WGS84:
        raise RoadsError(f"{folder / record.file} is of another version of the atlas; {AGAIN}")
    own = folder / SPEEDS_NAME
    has_own = own.is_file()
    speeds = SPEEDS.read(own, str(own)) if has_own else read_speeds(data)
    return Roads(RoadNetwork(sections), record, speeds, has_own)


FIRST: Final = "import an extract with `atlas roads import FILE.osm.pbf`"
AGAIN: Final = "import the extract again with `atlas roads import FILE.osm.pbf`"


def read_roads_record(folder: Path) -> RoadsRecord:
    """Return the record of the imported roads.

    Raises
    ------
    RoadsError
        Nothing was imported, or the record cannot be read.
    """
    path = folder / RECORD_NAME
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        record = RoadsRecord(**raw)
    except FileNotFoundError as error:
        raise RoadsError(f"{folder} holds no roads; {FIRST}") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError) as error:
        raise RoadsError(f"{path} cannot be read ({error}); {AGAIN}") from error
    if Path(record.file).name != record.file:
        raise RoadsError(f"{path} names a file outside its folder; {AGAIN}")
    return record


@dataclass(frozen=True, order=True)
class ClassSpeed:
    """The speeds that a reader gives a class in place of the cited ones, whole km/h."""

    road_class: RoadClass
    low_kmh: int
    high_kmh: int

    def __post_init__(self) -> None:
        if not 1 <= self.low_kmh <= self.high_kmh <= FASTEST_KMH:
            raise ValueError(
                f"{self.road_class}: {self.low_kmh} to {self.high_kmh} km/h; "
                f"write a lower and a higher speed from 1 to {FASTEST_KMH:g}"
            )


def speeds_text(speeds: Iterable[ClassSpeed]) -> str:
    """Return speeds in characters that a link needs not escape, such as `tertiary.20.35~foot.4.5`."""
    return "~".join(f"{speed.road_class}.{speed.low_kmh}.{speed.high_kmh}" for speed in speeds)


def speeds_from_text(text: str) -> tuple[ClassSpeed, ...]:
    """Return the speeds of a text, the last of a class counts, in the order of the classes.

    Raises
    ------
    ValueError
        A part is no class with two speeds, the lower first.
    """
    speeds: dict[RoadClass, ClassSpeed] = {}
    for word in text.split("~"):
        match = re.fullmatch(r"([a-z_]+)\.(\d{1,3})\.(\d{1,3})", word)
        if match is None or match[1] not in set(RoadClass):
            raise ValueError(f"{word[:40]!r} is no speed; write CLASS.LOW.HIGH, such as tertiary.20.35")
        road = RoadClass(match[1])
        speeds[road] = ClassSpeed(road, int(match[2]), int(match[3]))
    return tuple(speeds[road] for road in RoadClass if road in speeds)


def with_speeds(table: pd.DataFrame, speeds: Iterable[ClassSpeed]) -> pd.DataFrame:
    """Return a table of speeds with those of some classes in place of its own."""
    changed = table.set_index("road_class")
    for speed in speeds:
        changed.loc[str(speed.road_class), ["low_kmh", "high_kmh"]] = [speed.low_kmh, speed.high_kmh]
    return changed.reset_index()


def kmh(speeds: pd.DataFrame, column: str) -> dict[RoadClass, float]:
    """Return the speeds of a column, `low_kmh` or `high_kmh`, by class."""
    return {
        RoadClass(str(road)): float(value) for road, value in speeds.set_index("road_class")[column].items()
    }


def _sha256_of(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _toml(record: RoadsRecord) -> str:
    """Return a record as TOML. A JSON string is a TOML string."""
    fields: dict[str, Any] = asdict(record)
    tables = {name: value for name, value in fields.items() if isinstance(value, dict)}
    lines = [f"{name} = {_value(value)}" for name, value in fields.items() if name not in tables]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *(f"{key} = {_value(value)}" for key, value in table.items())]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
