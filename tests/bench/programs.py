"""The programs that are compared, by framework, and how each is served."""

from pathlib import Path


HERE = Path(__file__).parent
SERVICE = "service"
TEXTBOOK = "textbook (a)"
UVICORN = ["uvicorn", "--no-access-log", "--no-server-header", "--port", "{port}"]
GUNICORN = ["gunicorn", "--threads", "16", "--bind", "127.0.0.1:{port}"]
SERVE = ["python", "-m", "app"]

PROGRAMS: dict[str, dict[str, list[str]]] = {
    "fastapi": {
        SERVICE: SERVE,
        TEXTBOOK: [*UVICORN, "--app-dir", str(HERE), "textbook_fastapi:app"],
        "floor (b)": [*UVICORN, "--app-dir", str(HERE), "floor:app"],
    },
    "flask": {
        SERVICE: SERVE,
        TEXTBOOK: [*GUNICORN, "--pythonpath", str(HERE), "textbook_flask:app"],
    },
    "django": {
        SERVICE: SERVE,
        TEXTBOOK: [*GUNICORN, "--pythonpath", str(HERE), "textbook_django:application"],
    },
}
# What the programs beside the service need, and database.py.
PACKAGES = {
    "fastapi": ["orjson", "psycopg[binary]"],
    "flask": ["flask-sqlalchemy", "gunicorn"],
    "django": ["gunicorn"],
}
