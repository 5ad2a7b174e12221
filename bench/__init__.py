"""Measurements against the tutorial way and an empty page, in the same run on the same machine."""
