"""The blueprints of version 1 of the API; add your own here."""

from apiflask import APIFlask


def init_app(app: APIFlask) -> None:
    """Add each blueprint of yours: `app.register_blueprint(items.blueprint)`."""
