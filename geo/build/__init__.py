"""How the committed boundaries and layers are made from packages; for `atlas build` and tests."""
