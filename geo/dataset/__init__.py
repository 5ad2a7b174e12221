"""The tables of the atlas: read, checked, and held together."""
