"""The parts of the sources page."""
