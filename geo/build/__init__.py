"""How boundaries and layers are made from packages; used by `atlas build` only."""
