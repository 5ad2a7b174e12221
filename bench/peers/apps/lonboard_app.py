"""The same map with lonboard: deck.gl in Streamlit, through streamlit-lonboard."""

import os
from pathlib import Path

import geopandas as gpd
import streamlit as st
from lonboard import PolygonLayer, ScatterplotLayer
from streamlit_lonboard import st_lonboard

DATA = Path(os.environ["PEERS_DATA"])


@st.cache_resource
def read(name: str) -> gpd.GeoDataFrame:
    """Return a layer of the run."""
    return gpd.read_file(DATA / f"{name}.geojson")


@st.cache_resource
def municipios() -> PolygonLayer:
    """Return the layer of municipios, built once as lonboard advises."""
    return PolygonLayer.from_geopandas(
        read("municipios"),
        get_fill_color=[253, 252, 249, 230],
        get_line_color=[154, 165, 173],
        line_width_min_pixels=0.7,
    )


@st.cache_resource
def outline(chosen: str) -> PolygonLayer:
    """Return the outlines of all departamentos, or of the chosen one."""
    every = read("departamentos")
    return PolygonLayer.from_geopandas(
        every if chosen == "All" else every[every["departamento"] == chosen],
        filled=False,
        pickable=False,
        get_line_color=[91, 103, 112] if chosen == "All" else [11, 92, 138],
        line_width_min_pixels=1.2 if chosen == "All" else 3,
    )


@st.cache_resource
def sites(chosen: str) -> ScatterplotLayer:
    """Return the layer of sites in the chosen departamento."""
    every = read("sites")
    return ScatterplotLayer.from_geopandas(
        every if chosen == "All" else every[every["departamento"] == chosen],
        get_fill_color=[181, 68, 45],
        get_radius=6,
        radius_units="pixels",
    )


choice = st.selectbox("Departamento", ["All", *sorted(read("departamentos")["departamento"])])
layers = [municipios(), outline("All"), *([] if choice == "All" else [outline(choice)]), sites(choice)]
st_lonboard(
    layers=layers,
    # Zoom 6 of deck.gl, whose tiles have 512 pixels, is zoom 7 of Leaflet.
    view_state={"longitude": -90.3, "latitude": 15.7, "zoom": 6, "pitch": 0, "bearing": 0},
    height=640,
    tooltip=["site", "municipio", "departamento"],
    key="map",
)
