"""Benchmarks, load tests and fuzzing."""
