"""Frozen values, computed once, that pages, maps and files draw."""
