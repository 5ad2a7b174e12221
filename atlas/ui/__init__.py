"""What pages share: text, state, cached loading, the map, tables, problems."""
