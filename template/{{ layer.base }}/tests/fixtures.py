"""Fixtures of this project's own, for all of its tests."""
