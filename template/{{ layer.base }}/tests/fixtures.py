"""Fixtures of this service's own, for all of its tests."""
