"""Shared settings: no property test has a deadline, as machines are shared."""

import gc

from hypothesis import settings

settings.register_profile("atlas", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("atlas")

# The data are a million objects that stay: looking through them for rubbish takes a tenth of the time.
gc.set_threshold(100_000, 50, 1000)
