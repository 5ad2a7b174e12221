"""What the pages of facts show, computed once as frozen values, then drawn as cards, charts and tables."""
