"""Many points at once: which municipio each lies in, counts, hexagons, lists too large for memory."""
