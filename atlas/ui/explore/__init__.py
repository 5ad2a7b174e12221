"""The map page: summary, table and text version of the map."""
