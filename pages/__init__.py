"""One view a module; what they share is in `atlas.ui`."""
