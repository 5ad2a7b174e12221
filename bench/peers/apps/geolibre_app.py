"""The same map in GeoLibre's own viewer, which its package shows in a Dash page."""

import copy
import json
import os
import sys
from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, dcc, html
from geolibre import Map
from geolibre.dash_component import DashMap

DATA = Path(os.environ["PEERS_DATA"])
LAYERS = {
    name: json.loads((DATA / f"{name}.geojson").read_text(encoding="utf-8"))
    for name in ("municipios", "departamentos", "sites")
}
NAMES = sorted(one["properties"]["departamento"] for one in LAYERS["departamentos"]["features"])
PORT = int(sys.argv[1])
# Zoom 6 of MapLibre, whose tiles have 512 pixels, is zoom 7 of Leaflet.
VIEW: dict[str, Any] = {"center": (-90.3, 15.7), "zoom": 6}
if "PEERS_DEFAULTS" not in os.environ:
    # Without network the default style does not load, and then the viewer draws no layer.
    VIEW["basemap"] = f"http://127.0.0.1:{PORT}/empty-style.json"


def project(chosen: str) -> dict[str, Any]:
    """Return GeoLibre's project of a choice; its filter hides the other sites."""
    figure = Map(**VIEW)
    figure.add_geojson(LAYERS["municipios"], name="Municipios", fillColor="#fdfcf9", strokeColor="#9aa5ad")
    figure.add_geojson(LAYERS["departamentos"], name="Departamentos", fillOpacity=0, strokeColor="#5b6770")
    if chosen != "All":
        kept = [
            one
            for one in LAYERS["departamentos"]["features"]
            if one["properties"]["departamento"] == chosen
        ]
        outline = {"type": "FeatureCollection", "features": kept}
        figure.add_geojson(outline, name="Chosen", fillOpacity=0, strokeColor="#0b5c8a", strokeWidth=3)
    figure.add_geojson(LAYERS["sites"], name="Sites", fillColor="#b5442d", circleRadius=6)
    figure.set_tooltip("Municipios", ["municipio", "departamento"])
    figure.set_tooltip("Sites", "site")
    if chosen != "All":
        figure.set_layer_filter("Sites", ["==", ["get", "departamento"], chosen])
    return copy.deepcopy(figure.project)


app = Dash(__name__)
viewer = DashMap(**VIEW, id="viewer", height="640px", layout="maponly")
viewer.project = project("All")
app.layout = html.Div([dcc.RadioItems(["All", *NAMES], "All", id="choice", inline=True), viewer])


@app.server.route("/empty-style.json")
def empty_style() -> tuple[dict[str, Any], dict[str, str]]:
    """Return a style without layers, also to the viewer, which has another port."""
    return {"version": 8, "sources": {}, "layers": []}, {"Access-Control-Allow-Origin": "*"}


@app.callback(Output("viewer", "project"), Input("choice", "value"), prevent_initial_call=True)
def choose(chosen: str) -> dict[str, Any]:
    """Show the sites and the outline of the chosen departamento."""
    return project(chosen)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=PORT)
