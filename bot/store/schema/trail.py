"""The trail, a chain of rows for each stream, and the head of each chain."""

from sqlalchemy import Column, Integer, LargeBinary, Table, Text, UniqueConstraint

from bot.store.schema.base import BigId, metadata

trail = Table(
    "trail",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("body", Text),  # a retention rule may erase it; the leaf stays as the proof
    Column("leaf", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("stream", "seq"),
)

trail_heads = Table(
    "trail_heads",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)
