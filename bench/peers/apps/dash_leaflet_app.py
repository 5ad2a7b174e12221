"""The same map with dash-leaflet: React-Leaflet in a Dash page."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import dash_leaflet as dl
from dash import Dash, Input, Output, dcc, html

DATA = Path(os.environ["PEERS_DATA"])
LAYERS = {
    name: json.loads((DATA / f"{name}.geojson").read_text(encoding="utf-8"))
    for name in ("municipios", "departamentos", "sites")
}
NAMES = sorted(one["properties"]["departamento"] for one in LAYERS["departamentos"]["features"])


def of_choice(name: str, chosen: str) -> list[dict[str, Any]]:
    """Return the features of a layer in the chosen departamento."""
    features = LAYERS[name]["features"]
    return [one for one in features if chosen in ("All", one["properties"]["departamento"])]


def markers(chosen: str) -> list[dl.CircleMarker]:
    """Return the markers of the sites in the chosen departamento."""
    return [
        dl.CircleMarker(
            center=one["geometry"]["coordinates"][::-1],
            radius=6,
            color="#b5442d",
            children=dl.Tooltip(one["properties"]["site"]),
        )
        for one in of_choice("sites", chosen)
    ]


def with_tooltips(layer: dict[str, Any]) -> dict[str, Any]:
    """Return the municipios with the property that dash-leaflet shows as a tooltip."""
    for one in layer["features"]:
        one["properties"]["tooltip"] = (
            f"{one['properties']['municipio']}, {one['properties']['departamento']}"
        )
    return layer


app = Dash(__name__)
app.layout = html.Div(
    [
        dcc.RadioItems(["All", *NAMES], "All", id="choice", inline=True),
        dl.Map(
            [
                dl.GeoJSON(
                    data=with_tooltips(LAYERS["municipios"]),
                    style={"color": "#9aa5ad", "weight": 0.7, "fillColor": "#fdfcf9", "fillOpacity": 0.9},
                ),
                dl.GeoJSON(
                    data=LAYERS["departamentos"],
                    interactive=False,
                    style={"color": "#5b6770", "weight": 1.2, "fill": False},
                ),
                dl.GeoJSON(
                    id="outline", interactive=False, style={"color": "#0b5c8a", "weight": 3, "fill": False}
                ),
                # A pane above the polygons, which arrive later than the markers.
                dl.Pane(dl.LayerGroup(markers("All"), id="sites"), name="sites", style={"zIndex": 450}),
            ],
            center=[15.7, -90.3],
            zoom=7,
            style={"height": "640px"},
        ),
    ]
)


@app.callback(Output("sites", "children"), Output("outline", "data"), Input("choice", "value"))
def choose(chosen: str) -> tuple[list[dl.CircleMarker], dict[str, Any]]:
    """Show the sites and the outline of the chosen departamento."""
    outline = [] if chosen == "All" else of_choice("departamentos", chosen)
    return markers(chosen), {"type": "FeatureCollection", "features": outline}


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]))
