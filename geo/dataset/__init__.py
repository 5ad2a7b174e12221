"""The tables of the atlas: how each is read, checked, and kept consistent with the others."""
