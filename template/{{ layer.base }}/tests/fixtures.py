"""Project-specific fixtures for all tests."""
