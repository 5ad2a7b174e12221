"""The same map with swiftmap: Leaflet with WebGL layers, as a Streamlit component."""

import json
import os
from pathlib import Path
from typing import Any

import streamlit as st
from swiftmap import Map
from swiftmap.streamlit import st_swiftmap

DATA = Path(os.environ["PEERS_DATA"])


@st.cache_resource
def read(name: str) -> dict[str, Any]:
    """Return a GeoJSON layer of the run."""
    return json.loads((DATA / f"{name}.geojson").read_text(encoding="utf-8"))


@st.cache_resource
def build(chosen: str) -> Map:
    """Return the map of a choice, built once as swiftmap advises."""
    figure = Map(center=(15.7, -90.3), zoom=7, height="640px")
    figure.add_polygon(
        read("municipios"),
        name="Municipios",
        color="#9aa5ad",
        fill_color="#fdfcf9",
        fill_opacity=0.9,
        weight=0.7,
        tooltip_fields=["municipio", "departamento"],
    )
    figure.add_polygon(
        read("departamentos"), name="Departamentos", color="#5b6770", fill_opacity=0, weight=1.2
    )
    if chosen != "All":
        outline = of_choice("departamentos", chosen)
        figure.add_polygon(outline, name="Chosen", color="#0b5c8a", fill_opacity=0, weight=3)
    figure.add_circle_markers(
        of_choice("sites", chosen), name="Sites", color="#b5442d", radius=6, tooltip_fields=["site"]
    )
    return figure


def of_choice(name: str, chosen: str) -> dict[str, Any]:
    """Return the features of a layer in the chosen departamento."""
    layer = read(name)
    kept = [one for one in layer["features"] if chosen in ("All", one["properties"]["departamento"])]
    return {"type": "FeatureCollection", "features": kept}


names = sorted(one["properties"]["departamento"] for one in read("departamentos")["features"])
choice = st.selectbox("Departamento", ["All", *names])
st_swiftmap(build(choice), key="map")
