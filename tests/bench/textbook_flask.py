"""Program (a) for Flask, as tutorials teach it: Flask-SQLAlchemy, marshmallow and pre-ping.

It checks tokens and loads the user as the service does, and logs with the service's own code, so
that the two differ only in their use of the framework and the database.
"""
# mypy: ignore-errors
# This module runs in a rendered service's environment, whose packages mypy does not find here.

import os
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import wraps
from typing import Any

import jwt
from app import logs
from app.config import get_settings
from app.middleware import logging
from flask import Flask, abort, g, jsonify, request
from flask_sqlalchemy import SQLAlchemy
from marshmallow import Schema, fields, validate
from sqlalchemy import ForeignKey, Numeric
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


SECRET_KEY = os.environ["SECRET_KEY"]
DATABASE_URL = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """Base of both models."""


db = SQLAlchemy(
    model_class=Base,
    engine_options={"pool_size": 20, "max_overflow": 10, "pool_pre_ping": True},
)


class Record:
    """Columns of both models."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), default=now)
    updated_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), default=now, onupdate=now
    )


class User(Record, db.Model):
    """A registered user."""

    __tablename__ = "users"

    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[str]
    is_active: Mapped[bool]


class Item(Record, db.Model):
    """An item of a user."""

    __tablename__ = "items"

    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
    description: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="draft")
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))

    owner: Mapped[User] = relationship()


class OwnerSchema(Schema):
    """The owner of an item in responses."""

    id = fields.Int()
    name = fields.Str()


class ItemSchema(Schema):
    """The body of an item in requests and responses."""

    id = fields.Int(dump_only=True)
    owner_id = fields.Int(dump_only=True)
    owner = fields.Nested(OwnerSchema, dump_only=True)
    name = fields.Str(required=True, validate=validate.Length(1, 100))
    description = fields.Str(allow_none=True, validate=validate.Length(max=2000))
    status = fields.Str(dump_only=True)
    price = fields.Decimal(required=True, places=2, as_string=True)
    version = fields.Int(dump_only=True)
    created_at = fields.DateTime(dump_only=True)
    updated_at = fields.DateTime(dump_only=True)


app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = DATABASE_URL
db.init_app(app)
logs.configure_logging(get_settings())
app.before_request(logging.log_start)
app.after_request(logging.log_end)
app.teardown_request(logging.forget)
item_schema = ItemSchema()


def login_required(view: Callable[..., Any]) -> Callable[..., Any]:
    """Load the active user that the token was issued to, before the view."""

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            options = {"require": ["sub", "iat", "exp"]}
            claims = jwt.decode(token, SECRET_KEY, algorithms=["HS256"], options=options)
        except jwt.InvalidTokenError:
            abort(401)
        g.user = db.session.get(User, int(claims["sub"]))
        if g.user is None or not g.user.is_active:
            abort(401)
        return view(*args, **kwargs)

    return checked


@app.get("/health/live")
def live() -> dict[str, str]:
    """Return 200 while the process runs."""
    return {"status": "ok"}


@app.get("/api/v1/items")
@login_required
def list_items() -> Any:
    """List the caller's items, by id."""
    limit, offset = request.args.get("limit", 20, int), request.args.get("offset", 0, int)
    is_own = Item.owner_id == g.user.id
    query = db.select(Item).where(is_own).order_by(Item.id).limit(limit).offset(offset)
    items = db.session.scalars(query).all()
    total = db.session.scalar(db.select(db.func.count(Item.id)).where(is_own))
    body = {"items": item_schema.dump(items, many=True), "total": total}
    response = jsonify({**body, "limit": limit, "offset": offset})
    response.headers["X-Total-Count"] = str(total)
    return response


@app.get("/api/v1/items/<int:item_id>")
@login_required
def get_item(item_id: int) -> Any:
    """Return an item to its owner."""
    item = db.get_or_404(Item, item_id)
    if item.owner_id != g.user.id:
        abort(404)
    return item_schema.dump(item), {"ETag": f'"{item.version}"'}


@app.post("/api/v1/items")
@login_required
def create_item() -> Any:
    """Create a draft item."""
    item = Item(owner_id=g.user.id, **item_schema.load(request.get_json()))
    db.session.add(item)
    db.session.commit()
    return item_schema.dump(item), 201, {"ETag": f'"{item.version}"'}
