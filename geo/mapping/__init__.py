"""How things look on a map: styles, classes, overlays and their message, the folium map."""
