"""Files that need no server: one module per format, all drawn from a `Document`."""
