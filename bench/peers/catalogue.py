"""The compared programs: how each is installed, started, and how its map is read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from bench.servers import APPS, ROOT, STREAMLIT_HEALTH, Server, serving, streamlit_command

FOLDER: Final = Path(__file__).parent
CENTRE: Final = (15.7, -90.3)
ZOOM: Final = 7
"""The view of every map: latitude and longitude in degrees (WGS 84), and the zoom of Leaflet."""


class Framework(StrEnum):
    """What serves the page; it decides how a departamento is chosen."""

    STREAMLIT = "streamlit"
    """A select box, in which a name is typed."""
    DASH = "dash"
    """A radio button for each departamento."""


@dataclass(frozen=True)
class Peer:
    """A program that shows the map, with CSS selectors of its map and of a site's tooltip."""

    name: str
    packages: tuple[str, ...]
    """The packages whose versions the table shows."""
    framework: Framework
    app: str
    """Its script, from the root of the repository."""
    method: str
    """How the map is made, in one sentence."""
    map: str
    tooltip: str
    requirements: str = ""
    """Its file in `requirements`; empty for the environment of the atlas."""
    path: str = "/"
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def requirements_file(self) -> Path:
        """Return the file with the packages of its environment."""
        return (
            FOLDER / "requirements" / self.requirements if self.requirements else ROOT / "requirements.lock"
        )

    def python(self, environments: Path) -> str:
        """Return the Python of its environment."""
        if not self.requirements:
            return sys.executable
        return str(environments / self.requirements.removesuffix(".txt") / "bin/python")

    def install(self, environments: Path) -> None:
        """Make its environment, unless the same requirements are installed.

        Raises
        ------
        subprocess.CalledProcessError
            A package cannot be installed; `stderr` says why.
        """
        if not self.requirements:
            return
        folder = environments / self.requirements.removesuffix(".txt")
        wanted, installed = self.requirements_file.read_text(encoding="utf-8"), folder / "installed.txt"
        if installed.exists() and installed.read_text(encoding="utf-8") == wanted:
            return
        python = self.python(environments)
        for command in (
            # Without a pip of its own, which takes longer to install than small packages.
            [sys.executable, "-m", "venv", "--without-pip", "--clear", str(folder)],
            [
                *(sys.executable, "-m", "pip", "--python", python, "install", "--quiet"),
                *("--requirement", str(self.requirements_file)),
            ],
        ):
            subprocess.run(command, check=True, capture_output=True, text=True)
        installed.write_text(wanted, encoding="utf-8")

    def versions(self, environments: Path) -> str:
        """Return its packages with their installed versions."""
        code = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"
        command = [self.python(environments), "-c", code, *self.packages]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return ", ".join(map(" ".join, zip(self.packages, done.stdout.split(), strict=True)))

    @contextmanager
    def running(self, environments: Path, data: Path) -> Iterator[Server]:
        """Start it on the layers in `data` and yield it once it answers."""
        python, environment = self.python(environments), {"PEERS_DATA": str(data), **self.environment}
        if self.framework is Framework.STREAMLIT:
            command, health = streamlit_command(python, self.app), STREAMLIT_HEALTH
        else:
            command, health = (python, self.app), "/"
        with serving(command, health, environment) as server:
            yield server


ATLAS: Final = Peer(
    "atlas",
    ("streamlit", "streamlit-folium"),
    Framework.STREAMLIT,
    APPS["atlas"],
    "Leaflet in Streamlit; boundaries and sites come from compressed files that the browser keeps, and a "
    "choice restyles the map. It also shows ground, names, legend, search and the facts of each site.",
    map=".leaflet-container",
    tooltip=".leaflet-tooltip",
    path=f"/?lang=en&at={CENTRE[0]},{CENTRE[1]},{ZOOM}",
)
TUTORIAL: Final = Peer(
    "tutorial",
    ("streamlit", "streamlit-folium", "folium"),
    Framework.STREAMLIT,
    APPS["tutorial"],
    "folium and streamlit-folium as in tutorials: each choice builds the map again and sends it whole. "
    "Leaflet comes from this server instead of folium's content delivery network.",
    map=".leaflet-container",
    tooltip=".leaflet-tooltip",
)
PEERS: Final = (
    ATLAS,
    TUTORIAL,
    Peer(
        "tutorial, folium's defaults",
        TUTORIAL.packages,
        Framework.STREAMLIT,
        TUTORIAL.app,
        "The same, with the addresses of Leaflet and jQuery that folium writes by default.",
        map=TUTORIAL.map,
        tooltip=TUTORIAL.tooltip,
        environment={"PEERS_DEFAULTS": "1"},
    ),
    Peer(
        "swiftmap",
        ("swiftmap", "streamlit"),
        Framework.STREAMLIT,
        "bench/peers/apps/swiftmap_app.py",
        "Leaflet with WebGL layers in Streamlit; the map of each choice is built once and sent whole.",
        map=".leaflet-container",
        tooltip=".leaflet-tooltip",
        requirements="swiftmap.txt",
    ),
    Peer(
        "dash-leaflet",
        ("dash-leaflet", "dash"),
        Framework.DASH,
        "bench/peers/apps/dash_leaflet_app.py",
        "React-Leaflet in Dash on its development server; a choice sends the sites and one outline.",
        map=".leaflet-container",
        tooltip=".leaflet-tooltip",
        requirements="dash-leaflet.txt",
    ),
    Peer(
        "lonboard",
        ("lonboard", "streamlit-lonboard", "streamlit"),
        Framework.STREAMLIT,
        "bench/peers/apps/lonboard_app.py",
        "deck.gl in Streamlit through streamlit-lonboard; each choice sends all layers as GeoArrow.",
        map="canvas",
        tooltip=".deck-tooltip",
        requirements="lonboard.txt",
    ),
    Peer(
        "GeoLibre",
        ("geolibre", "dash"),
        Framework.DASH,
        "bench/peers/apps/geolibre_app.py",
        "GeoLibre's viewer, which its package shows in Dash (MapLibre, map only); each choice sends the "
        "project whole. An empty style replaces its default one.",
        map=".maplibregl-canvas",
        tooltip=".geolibre-hover-tooltip-root",
        requirements="geolibre.txt",
    ),
    Peer(
        "GeoLibre, default style",
        ("geolibre", "dash"),
        Framework.DASH,
        "bench/peers/apps/geolibre_app.py",
        "The same, with the background map that GeoLibre shows by default.",
        map=".maplibregl-canvas",
        tooltip=".geolibre-hover-tooltip-root",
        requirements="geolibre.txt",
        environment={"PEERS_DEFAULTS": "1"},
    ),
)
"""The atlas first, then what it is compared with; the table has their order."""
