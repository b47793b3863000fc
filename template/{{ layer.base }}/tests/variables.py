"""Variables that this project's own settings need in tests."""

VARIABLES: dict[str, str] = {}
