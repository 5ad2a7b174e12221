"""Build the boundaries and layers from packages; only `atlas build` and tests import it."""
