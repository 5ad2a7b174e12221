"""The page of a reader's own list: upload, confirmation, map, counts, files."""
