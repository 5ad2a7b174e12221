"""Shared settings: no property test has a deadline, as machines are shared."""

from hypothesis import settings

settings.register_profile("atlas", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("atlas")
