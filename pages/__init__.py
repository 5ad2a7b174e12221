"""One script per page; what they share is in `atlas.ui`."""
