"""What was due and not told, how far that has been looked at, and loops that fell silent."""

from alembic import op
from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | None = None
depends_on: str | None = None

metadata = MetaData()
BigId = BigInteger().with_variant(Integer, "sqlite")
Instant = String(27).with_variant(TIMESTAMP(timezone=True), "postgresql")
STANDING = text("back_at IS NULL")
UNTOLD = text("closed_at IS NULL")

silences = Table(
    "silences",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("message_key", Text, nullable=False),
    Column("replica", Text, nullable=False),
    Column("loop", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("back_at", Instant),
    Index("ix_silences_message_key", "message_key"),
    Index(
        "silences_standing", "replica", "loop", unique=True, postgresql_where=STANDING, sqlite_where=STANDING
    ),
)

misses = Table(
    "misses",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("message_key", Text, nullable=False),
    Column("closed_at", Instant),
    UniqueConstraint("kind", "what"),
    Index("ix_misses_message_key", "message_key"),
    Index("misses_untold", "due_at", postgresql_where=UNTOLD, sqlite_where=UNTOLD),
)

audit_marks = Table(
    "audit_marks",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("upto", Instant, nullable=False),
)


def upgrade() -> None:
    """Make the tables."""
    metadata.create_all(op.get_bind())
