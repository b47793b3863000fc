"""Puts load on three programs in turn, and compares what they answer in a second."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.contract.service import Instance, run
from tests.helpers.projects import clean_environment
from tests.helpers.rendering import ROOT


SERVER_CORE = "0"
LOAD_CORE = "1"
CONNECTIONS = 16
ROUNDS = 5
SECONDS = 3

SERVICE = "service"
TEXTBOOK = "textbook (a)"
FLOOR = "floor (b)"
PROGRAMS = {
    SERVICE: ["--factory", "app.main:create_app"],
    TEXTBOOK: ["tests.bench.textbook:app"],
    FLOOR: ["tests.bench.floor:app"],
}
# As the image starts it.
FLAGS = ["--no-access-log", "--no-server-header"]
OPERATIONS = {
    "GET /health/live": ["GET", "/health/live"],
    "GET /api/v1/items": ["GET", "/api/v1/items"],
    "GET /api/v1/items/{id}": ["GET", "/api/v1/items/{item_id}"],
    "POST /api/v1/items": ["POST", "/api/v1/items"],
}
