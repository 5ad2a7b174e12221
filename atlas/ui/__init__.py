"""What the pages consist of: state, widgets, and one package per page."""
