"""What all tests share: time is never a reason to fail, the machines are shared and noisy."""

from hypothesis import settings

settings.register_profile("atlas", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("atlas")
