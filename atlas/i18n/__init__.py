"""Texts, numbers and dates in English and Spanish."""
