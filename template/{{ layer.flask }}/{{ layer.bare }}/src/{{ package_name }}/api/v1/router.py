"""The blueprints of version 1 of the API. Add your own here."""

from apiflask import APIFlask


def init_app(app: APIFlask) -> None:
    """Register your blueprints here: `app.register_blueprint(items.blueprint)`."""
