"""Files that need no server: one module a format, all drawn from one `Document`."""
