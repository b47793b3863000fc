"""The database backend for `DATABASES`."""
