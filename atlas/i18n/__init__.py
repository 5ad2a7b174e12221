"""Words, numbers and dates in English and Spanish."""
