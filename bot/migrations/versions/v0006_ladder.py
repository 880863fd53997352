"""Steps of the escalation ladder, what was put off, and quiet hours."""

from alembic import op
from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None

metadata = MetaData()
BigId = BigInteger().with_variant(Integer, "sqlite")
Instant = String(27).with_variant(TIMESTAMP(timezone=True), "postgresql")
incidents = Table("incidents", metadata, Column("id", BigId, primary_key=True))
WAITING = text("settled_at IS NULL")

ladder_steps = Table(
    "ladder_steps",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("stage", Text, nullable=False),
    Column("step", Integer, nullable=False),
    Column("tell", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("begins_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("person", Text),
    Column("message_key", Text),
    Column("told_at", Instant),
    Column("settled_at", Instant),
    Column("reason", Text, nullable=False),
    Column("passed", String, nullable=False),
    Column("got_by", Text),
    Column("got_at", Instant),
    UniqueConstraint("incident_id", "n", "stage", "step"),
    CheckConstraint("(settled_at IS NULL) = (reason = '')", name="a_settled_step_has_its_reason"),
    CheckConstraint("told_at IS NULL OR settled_at IS NOT NULL", name="what_was_told_is_settled"),
    Index("ladder_steps_due", "due_at", postgresql_where=WAITING, sqlite_where=WAITING),
    Index("ladder_steps_of_message", "message_key"),
)

ladder_messages = Table(
    "ladder_messages",
    metadata,
    Column("message_key", Text, primary_key=True),
    Column("collar", Text, primary_key=True),
    Column("summary", Boolean, nullable=False),
    Column("put_at", Instant, nullable=False),
    Index("ladder_messages_of_person", "collar", "put_at"),
)

snoozes = Table(
    "snoozes",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("stage", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    CheckConstraint("at < until", name="a_snooze_has_a_length"),
    Index("snoozes_of_incident", "incident_id"),
)

quiet_hours = Table(
    "quiet_hours",
    metadata,
    Column("collar", Text, primary_key=True),
    Column("begins", Text, nullable=False),
    Column("ends", Text, nullable=False),
)


def upgrade() -> None:
    """Make the tables."""
    made = [ladder_steps, ladder_messages, snoozes, quiet_hours]
    metadata.create_all(op.get_bind(), tables=made, checkfirst=False)
