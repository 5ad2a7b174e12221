"""What pages, maps and files show, computed once as frozen values."""
