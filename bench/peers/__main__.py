"""`make bench-peers`: measure the atlas next to other programs."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import geopandas as gpd
from playwright.sync_api import Browser, Error

from bench.peers.browsing import Site, measured
from bench.peers.catalogue import PEERS, Peer
from bench.peers.comparison import PeerResult, peers_markdown
from bench.reader import chromium
from bench.rows import replace_section, write
from bench.servers import ROOT
from geo.dataset.boundaries import layer_objects
from geo.dataset.sites import read_sites

SITE: Final = "el-ceibo"
"""The site that is pointed at: no other is near it."""


def export_layers(folder: Path) -> Site:
    """Write municipios, departamentos and sites as GeoJSON; return the site that is pointed at.

    The boundaries are those that the browser gets from the atlas first, simplified to 200 m; the sites
    are those that have a coordinate.
    """
    departamentos = layer_objects("adm1_200m")["departamentos"]
    municipios = layer_objects("adm2_200m")["municipios"]
    sites = read_sites()
    sites = sites[sites["latitude"].notna()]
    names = departamentos.set_index("codigo_depto")["departamento"]
    layers: dict[str, tuple[gpd.GeoDataFrame, list[str]]] = {
        "departamentos": (departamentos, ["departamento"]),
        "municipios": (
            municipios.assign(departamento=municipios["codigo_depto"].map(names)),
            ["municipio", "departamento"],
        ),
        "sites": (
            sites.assign(site=sites["name_en"], departamento=sites["codigo_depto"].map(names)),
            ["site", "departamento"],
        ),
    }
    for name, (layer, columns) in layers.items():
        content = layer[[*columns, "geometry"]].to_json(drop_id=True)
        (folder / f"{name}.geojson").write_text(content, encoding="utf-8")
    site = sites.loc[SITE]
    return Site(site["name_en"], site["longitude"], site["latitude"])


def result_of(browser: Browser, peer: Peer, environments: Path, data: Path, site: Site) -> PeerResult:
    """Return the measurements of a program, or the reason why there are none."""
    versions = ""
    try:
        peer.install(environments)
        versions = peer.versions(environments)
        with peer.running(environments, data) as server:
            figures = measured(browser, peer, server.address, site)
    except subprocess.CalledProcessError as error:
        reason = (error.stderr or str(error)).strip().splitlines()[-1]
        return PeerResult(peer.name, versions, peer.method, failure=f"not installed: {reason}")
    except (RuntimeError, OSError, Error) as error:
        return PeerResult(peer.name, versions, peer.method, failure=str(error).splitlines()[0])
    return PeerResult(
        peer.name,
        versions,
        peer.method,
        round(figures.interactive_ms),
        round(figures.loaded_kb),
        round(figures.filter_ms),
        figures.hosts,
    )


def main() -> None:
    """Measure every program and write results and page; with `--only`, only print those named."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=main.__doc__)
    parser.add_argument("--only", nargs="+", choices=[peer.name for peer in PEERS], metavar="PROGRAM")
    parser.add_argument(
        "--environments", type=Path, default=ROOT / ".venv/peers", help="folder of the environments"
    )
    options = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        site = export_layers(Path(folder))
        for peer in PEERS:
            if options.only is None or peer.name in options.only:
                results.append(result_of(browser, peer, options.environments, Path(folder), site))
                print(results[-1], file=sys.stderr, flush=True)
    content = peers_markdown(results)
    print(content)
    if options.only is None:
        write(results, "peers")
        replace_section(content, "peers")


if __name__ == "__main__":
    main()
