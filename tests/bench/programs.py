"""The compared programs by framework, and the commands that serve them."""

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
        # On the service's server, because gunicorn takes less of the processor for a request.
        TEXTBOOK: [*UVICORN, "--app-dir", str(HERE), "textbook_django:application"],
        "with a pool (b)": [*UVICORN, "--app-dir", str(HERE), "textbook_django_pool:application"],
    },
}
# Packages of the compared programs and of database.py, beside those of the service.
PACKAGES = {
    "fastapi": ["orjson", "psycopg[binary]"],
    "flask": ["flask-sqlalchemy", "gunicorn"],
    "django": [],
}
