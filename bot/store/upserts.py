"""`INSERT … ON CONFLICT`: both databases say it alike, but SQLAlchemy has an `insert` of its own for each."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def for_both(build: Callable[[Any], T]) -> Mapping[str, T]:
    """A statement by the dialect's name, from a function that is given the `insert` of each."""
    return {name: build(insert) for name, insert in INSERTS.items()}


def of(statements: Mapping[str, T], conn: Connection) -> T:
    """The one of them that a connection's database understands."""
    return statements[conn.dialect.name]
