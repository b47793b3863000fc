"""Program (a), as tutorials teach it: a transaction for each request, and `response_model`.

It checks tokens and loads the user as the service does, and logs with the service's own code, so
that the two differ only in their use of the framework and the database.
"""
# mypy: ignore-errors
# This module runs in a rendered service's environment, whose packages mypy does not find here.

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

import jwt
from app import logs
from app.config import get_settings
from app.middleware import logging
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.security import OAuth2PasswordBearer
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ForeignKey, Numeric, func, select
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


SECRET_KEY = os.environ["SECRET_KEY"]
DATABASE_URL = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://")


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """Base of both models."""

    type_annotation_map = {datetime: TIMESTAMP(timezone=True)}  # noqa: RUF012 - SQLAlchemy's own

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class User(Base):
    """A registered user."""

    __tablename__ = "users"

    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[str]
    is_active: Mapped[bool]


class Item(Base):
    """An item of a user."""

    __tablename__ = "items"

    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
    description: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="draft")
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))

    owner: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class ItemCreate(BaseModel):
    """The body of a new item."""

    name: str
    description: str | None = None
    price: Decimal


class ItemOwner(BaseModel):
    """The owner of an item in responses."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str


class ItemResponse(BaseModel):
    """The body of an item in responses."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    owner_id: int
    owner: ItemOwner
    name: str
    description: str | None
    status: str
    price: Decimal
    version: int
    created_at: datetime
    updated_at: datetime


class ItemPage(BaseModel):
    """A page of items."""

    items: list[ItemResponse]
    total: int
    limit: int
    offset: int


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the engine for the application's lifetime."""
    engine = create_async_engine(DATABASE_URL, pool_size=20, max_overflow=10, pool_pre_ping=True)
    app.state.sessions = async_sessionmaker(engine, expire_on_commit=False)
    yield
    await engine.dispose()


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    """Open a session whose transaction ends with the request."""
    async with request.app.state.sessions.begin() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]
Token = Annotated[str, Depends(OAuth2PasswordBearer(tokenUrl="login"))]


async def get_current_user(session: Session, token: Token) -> User:
    """Load the active user that the token was issued to."""
    try:
        options = {"require": ["sub", "iat", "exp"]}
        claims = jwt.decode(token, SECRET_KEY, algorithms=["HS256"], options=options)
    except jwt.InvalidTokenError as error:
        raise HTTPException(401) from error
    user = await session.get(User, int(claims["sub"]))
    if user is None or not user.is_active:
        raise HTTPException(401)
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]

app = FastAPI(lifespan=lifespan)
logs.configure_logging(get_settings())
app.add_middleware(logging.RequestLoggingMiddleware)


@app.get("/health/live")
async def live() -> dict[str, str]:
    """Return 200 while the process runs."""
    return {"status": "ok"}


@app.get("/api/v1/items", response_model=ItemPage)
async def list_items(
    session: Session, user: CurrentUser, response: Response, limit: int = 20, offset: int = 0
) -> dict[str, Any]:
    """List the caller's items, by id."""
    is_own = Item.owner_id == user.id
    query = select(Item).where(is_own).order_by(Item.id).limit(limit).offset(offset)
    items = await session.scalars(query)
    total = await session.scalar(select(func.count(Item.id)).where(is_own))
    response.headers["X-Total-Count"] = str(total)
    return {"items": items.all(), "total": total, "limit": limit, "offset": offset}


@app.get("/api/v1/items/{item_id}", response_model=ItemResponse)
async def get_item(item_id: int, session: Session, user: CurrentUser, response: Response) -> Item:
    """Return an item to its owner."""
    item = await session.get(Item, item_id)
    if item is None or item.owner_id != user.id:
        raise HTTPException(404)
    response.headers["ETag"] = f'"{item.version}"'
    return item


@app.post("/api/v1/items", response_model=ItemResponse, status_code=201)
async def create_item(
    new: ItemCreate, session: Session, user: CurrentUser, response: Response
) -> Item:
    """Create a draft item."""
    item = Item(owner=user, **new.model_dump())
    session.add(item)
    await session.flush()
    response.headers["ETag"] = f'"{item.version}"'
    return item
