"""What the server serves besides pages: layers, the map's own script, vendored assets."""
