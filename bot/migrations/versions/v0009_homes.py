"""Whose Home tab is kept fresh, and feedback that waits to be understood."""

from alembic import op
from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None

metadata = MetaData()
BigId = BigInteger().with_variant(Integer, "sqlite")
Instant = String(27).with_variant(TIMESTAMP(timezone=True), "postgresql")
UNSEEN = text("seen_at IS NULL")

incidents = Table("incidents", metadata, Column("id", BigId, primary_key=True))
homes = Table(
    "homes",
    metadata,
    Column("account", Text, primary_key=True),
    Column("collar", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("everywhere", Boolean, nullable=False),
    Column("opened_at", Instant, nullable=False),
)
feedback = Table(
    "feedback",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("n", Integer, nullable=False),
    Column("collar", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("seen_at", Instant),
    Index("feedback_unseen", "collar", postgresql_where=UNSEEN, sqlite_where=UNSEEN),
)


def upgrade() -> None:
    """Make the tables."""
    metadata.create_all(op.get_bind(), tables=[homes, feedback])
