"""Environment variables for project-specific settings in tests."""

VARIABLES: dict[str, str] = {}
