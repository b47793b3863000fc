"""Variables that this service's own settings need in tests."""

VARIABLES: dict[str, str] = {}
