"""Program (b) for Django: program (a) with Django's connection pool."""
# mypy: ignore-errors
# It runs in the environment of a rendered service, whose packages mypy does not find here.

import os


os.environ["BENCH_POOL"] = "yes"

from textbook_django import application  # noqa: F401 - it is what uvicorn serves
