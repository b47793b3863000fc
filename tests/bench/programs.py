"""The programs that are compared, by framework, and how each is served."""

from pathlib import Path


HERE = Path(__file__).parent
SERVICE = "service"
TEXTBOOK = "textbook (a)"
UVICORN = ["uvicorn", "--no-access-log", "--no-server-header", "--port", "{port}"]
GUNICORN = ["gunicorn", "--bind", "127.0.0.1:{port}"]

PROGRAMS: dict[str, dict[str, list[str]]] = {
    "fastapi": {
        SERVICE: [*UVICORN, "--factory", "app.main:create_app"],
        TEXTBOOK: [*UVICORN, "--app-dir", str(HERE), "textbook_fastapi:app"],
        "floor (b)": [*UVICORN, "--app-dir", str(HERE), "floor:app"],
    },
    "flask": {
        SERVICE: GUNICORN,
        TEXTBOOK: [*GUNICORN, "--pythonpath", str(HERE), "textbook_flask:app"],
    },
    "django": {
        SERVICE: GUNICORN,
        TEXTBOOK: [*GUNICORN, "--pythonpath", str(HERE), "textbook_django:application"],
    },
}
# What the programs beside the service need, and database.py.
PACKAGES = {
    "fastapi": ["orjson", "psycopg[binary]"],
    "flask": ["flask-sqlalchemy"],
    "django": [],
}
