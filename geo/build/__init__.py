"""How the committed boundaries and layers are made from packages; imported by `atlas build` and tests."""
