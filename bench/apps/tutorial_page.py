"""The map as in tutorials: the whole folium map in full resolution on every rerun."""

import os
from pathlib import Path

import folium
import geopandas as gpd
import streamlit as st
from streamlit_folium import st_folium

from atlas.web.served_data import map_files
from geo.dataset.boundaries import read_municipios
from geo.dataset.sites import read_sites

# `bench.peers` gives all apps the same simplified boundaries.
peers_data = os.environ.get("PEERS_DATA")
if peers_data:
    municipios = st.cache_resource(gpd.read_file)(Path(peers_data) / "municipios.geojson")
else:
    municipios = st.cache_resource(read_municipios)()
sites = st.cache_resource(read_sites)()
names = ["All", *sorted(municipios["departamento"].unique())]
chosen = st.selectbox("Departamento", names, key="choice")
st.dataframe(sites.drop(columns="geometry").astype(str)[["name_en", "kind", "status", "precision"]])

figure = folium.Map(location=(15.7, -90.3), zoom_start=7, tiles=None)
if "PEERS_DEFAULTS" not in os.environ:
    # The same Leaflet as the atlas, from this server: content delivery networks may be unreachable.
    figure.default_js = [("leaflet", url) for url in map_files().addresses().scripts if "leaflet" in url]
    figure.default_css = [("leaflet", url) for url in map_files().addresses().styles if "leaflet" in url]
folium.GeoJson(
    municipios,
    style_function=lambda feature: {
        "weight": 0.7,
        "fillColor": "#0b5c8a" if feature["properties"]["departamento"] == chosen else "#fdfcf9",
    },
    tooltip=folium.GeoJsonTooltip(["municipio", "departamento"]),
).add_to(figure)
for _, site in sites[sites["latitude"].notna()].iterrows():
    place = site["latitude"], site["longitude"]
    # A tooltip, not a popup: folium's popups need jQuery, which no installed package contains.
    folium.CircleMarker(place, radius=6, fill=True, tooltip=site["name_en"]).add_to(figure)
st_folium(figure, key="map", height=640, use_container_width=True)
st.write(f"chosen: {chosen}")
