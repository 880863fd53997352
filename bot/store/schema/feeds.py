"""The feeds: what each poll brought, what a source remembers, and rows that could not be read."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, text

from bot.store.schema.base import BigId, metadata
from bot.store.types import Codes, Instant

polls = Table(
    "polls",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("source", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("good", Integer, nullable=False),
    Column("bad", Integer, nullable=False),
    Column("filtered", Integer, nullable=False),
    Column("fresh", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("alarms", Codes, nullable=False),
    Column("too_old", Integer, nullable=False, server_default=text("0")),
    Column("partial", Boolean, nullable=False, server_default=text("false")),  # of its news
    Index("polls_newest", "source", "at"),
)

source_memory = Table(  # what a source has read, so that a restart need not read it again
    "source_memory",
    metadata,
    Column("source", Text, primary_key=True),
    Column("body", Text, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("source", Text, primary_key=True),
    Column("file", Text, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("column", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("raw_time", Text, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("cleared_at", Instant),
)
