"""The page of an uploaded list: upload, confirmation, map, counts, files."""
