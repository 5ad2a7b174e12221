"""The parts of the programmes page."""
