"""What surrounds every page: side panel, dialogs, notices, sign-in."""
