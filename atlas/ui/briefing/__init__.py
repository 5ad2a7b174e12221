"""The briefing page: scenes in order, each a view with words, figures and sources."""
