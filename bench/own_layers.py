"""Measure uploaded lists of 10^3 to 10^7 rows against a plain spatial join."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np
import pandas as pd
from playwright.sync_api import Browser

from bench.rows import Row, at_most, faster
from bench.servers import ROOT, running

SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
LARGE: Final = 10_000_000
PARTS: Final = 20
MILLION: Final = 1_000_000


def rows(browser: Browser) -> Iterator[Row]:
    """Yield the rows of uploaded lists, each measured in its own process."""
    results = {(how, size): measured(how, size) for how in ("ours", "plain") for size in SIZES}
    for size in SIZES:
        ours, plain = results["ours", size], results["plain", size]
        name = f"{size:,} rows placed and counted"
        bar = {100_000: 1.0, MILLION: 5.0}.get(size)
        yield at_most(name, ours["seconds"], "s", bar) if bar else Row(name, round(ours["seconds"], 3), "s")
        if size >= 100_000:
            against = ("geopandas.sjoin", plain["seconds"])
            yield faster(
                f"{size:,} points in municipios and counted",
                ours["join"],
                "s",
                against,
                1 if size < MILLION else 3,
            )
    million = results["ours", MILLION]
    yield at_most("memory for 1,000,000 rows, the tables of the atlas included", million["mb"], "MB", 1_000)
    yield faster(
        "memory for 1,000,000 rows",
        million["mb"],
        "MB",
        ("geopandas.sjoin", results["plain", MILLION]["mb"]),
        1,
    )
    yield Row("the first list after a start, once: layers and grid", round(million["once"], 2), "s")
    with tempfile.TemporaryDirectory() as folder:
        yield from large(Path(folder))
    yield from drawn(browser)


def measured(how: str, size: int) -> dict[str, float]:
    """Return seconds and memory of a method at a size, in a new process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.own_layers_run", how, str(size)],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    result: dict[str, float] = json.loads(done.stdout)
    return result


def large(folder: Path) -> Iterator[Row]:
    """Yield the rows for counting ten million GeoParquet rows on local threads."""
    write_parts(folder)
    result = measured(str(folder), LARGE)
    yield Row(
        f"{LARGE:,} rows of GeoParquet counted by Dask on local threads", round(result["seconds"], 1), "s"
    )
    yield Row(f"memory for {LARGE:,} rows", round(result["mb"]), "MB")


def write_parts(folder: Path) -> None:
    """Write ten million points as partitioned GeoParquet."""
    import geopandas as gpd

    from bench.own_layers_run import somewhere

    for nth in range(PARTS):
        longitude, latitude = somewhere(LARGE // PARTS, nth)
        points = gpd.points_from_xy(longitude, latitude, crs="EPSG:4326")
        gpd.GeoDataFrame(geometry=points).to_parquet(folder / f"part-{nth:02}.parquet")


def drawn(browser: Browser) -> Iterator[Row]:
    """Yield the time to draw a million points after a click and at each move of the map."""
    from bench.own_layers_run import somewhere

    longitude, latitude = somewhere(MILLION)
    table = pd.DataFrame({"lon": np.round(longitude, 5), "lat": np.round(latitude, 5)})
    with tempfile.TemporaryDirectory() as folder, running("atlas") as server:
        path = Path(folder) / "million.csv"
        table.to_csv(path, index=False)
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        page.goto(f"{server.address}/own_layers?lang=en")
        page.locator(".st-key-own_file input[type=file]").set_input_files(path)
        page.locator(".st-key-own_place button").wait_for(timeout=120_000)
        started = perf_counter()
        page.locator(".st-key-own_place button").click()
        page.wait_for_selector(".st-key-own_change", timeout=120_000)
        frame = page.wait_for_selector("iframe[title*=folium]")
        map_frame = frame.content_frame() if frame else None
        if map_frame is None:
            raise RuntimeError("the page has no map frame; open it in a browser")
        map_frame.wait_for_selector("html[data-own=drawn]", state="attached", timeout=120_000)
        yield Row(
            "1,000,000 points: from the click to the drawn map", round(perf_counter() - started, 2), "s"
        )
        taken = [
            map_frame.evaluate(
                "async () => { const from = performance.now(); await Atlas.app.overlay.points.load();"
                " return (performance.now() - from) / 1000; }"
            )
            for _ in range(3)
        ]
        yield at_most("1,000,000 points fetched and drawn again", sorted(taken)[1], "s", 2)
        page.close()
