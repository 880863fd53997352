"""What watches over the bot itself: loops that fell silent, and what was due and not told."""

from sqlalchemy import Column, Table, Text, UniqueConstraint, text

from bot.store.schema.base import BigId, metadata, where
from bot.store.types import Instant

STANDING = text("back_at IS NULL")
UNTOLD = text("closed_at IS NULL")

silences = Table(  # loops, or whole processes (no loop), that leave no beat
    "silences",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("message_key", Text, nullable=False, index=True),
    Column("replica", Text, nullable=False),
    Column("loop", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("back_at", Instant),
    where("silences_standing", "replica", "loop", unique=True, only=STANDING),
)

misses = Table(  # what was due and was not told, each once
    "misses",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("what", Text, nullable=False),  # which one of its kind, in one line
    Column("stream", Text, nullable=False),  # the trail of what it is about, such as an incident's
    Column("due_at", Instant, nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("message_key", Text, nullable=False, index=True),
    Column("closed_at", Instant),  # told late after all
    UniqueConstraint("kind", "what"),
    where("misses_untold", "due_at", only=UNTOLD),
)

audit_marks = Table(  # up to which instant each kind of thing has been audited
    "audit_marks",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("upto", Instant, nullable=False),
)
