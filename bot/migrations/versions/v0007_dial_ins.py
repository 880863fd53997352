"""Dial-ins, answers, questions and rulings; words in confidence for as long as they are on their way."""

from alembic import op
from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from bot.store import guards

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None

metadata = MetaData()
BigId = BigInteger().with_variant(Integer, "sqlite")
Instant = String(27).with_variant(TIMESTAMP(timezone=True), "postgresql")

dial_in_series = Table(
    "dial_in_series",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name_en", Text, nullable=False),
    Column("name_cy", Text, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("weeks", Integer, nullable=False),
    Column("first", Date),
    Column("last", Date),
    Column("units", String, nullable=False),
    Column("ranks", String, nullable=False),
    Column("roles", String, nullable=False),
    Column("promoted_days", Integer, nullable=False),
    Column("people", String, nullable=False),
    Column("joining", Text, nullable=False),
)

dial_ins = Table(
    "dial_ins",
    metadata,
    Column("series", Text, primary_key=True),
    Column("week", Date, primary_key=True),
    Column("starts_at", Instant, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("joining", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("own_time", Boolean, nullable=False),
    Column("planned_at", Instant, nullable=False),
    Column("why", Text, nullable=False),
    Column("agenda", Text),
    Column("notes", Text),
    Column("figures", Text),
    Index("dial_ins_by_time", "starts_at"),
)

dial_in_tellings = Table(
    "dial_in_tellings",
    metadata,
    Column("series", Text, primary_key=True),
    Column("week", Date, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("collar", Text, primary_key=True),
    Column("due_at", Instant, nullable=False),
    Column("told_at", Instant),
    Index(
        "dial_in_tellings_due",
        "due_at",
        postgresql_where=text("told_at IS NULL"),
        sqlite_where=text("told_at IS NULL"),
    ),
)

dial_in_answers = Table(
    "dial_in_answers",
    metadata,
    Column("series", Text, primary_key=True),
    Column("week", Date, primary_key=True),
    Column("collar", Text, primary_key=True),
    Column("answer", Text, nullable=False),
    Column("deputy", Text),
    Column("sent_by", Text),
    Column("here", Boolean, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("series", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("words", Text, nullable=False),
    Column("state", Text, nullable=False),
)

rulings = Table(
    "rulings",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("series", Text),
    Column("week", Date),
    Column("sought", Text, nullable=False),
    Column("superseded_by", BigId, ForeignKey("rulings.id")),
    Column("superseded_on", Date),
)

confidences = Table(
    "confidences",
    metadata,
    Column("key", Text, primary_key=True),
    Column("day", Date, nullable=False),
    Column("words", Text, nullable=False),
)

confidence_days = Table(
    "confidence_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("count", Integer, nullable=False),
)


def upgrade() -> None:
    """Make the tables, and what keeps the rulings."""
    metadata.create_all(op.get_bind(), checkfirst=False)
    guards.install_rulings(op.get_bind())
