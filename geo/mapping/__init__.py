"""How things look on a map: styles, classes, the message to the map, the folium map."""
