"""Duty beside the roster, and handovers."""

from alembic import op
from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None

metadata = MetaData()
BigId = BigInteger().with_variant(Integer, "sqlite")
Instant = String(27).with_variant(TIMESTAMP(timezone=True), "postgresql")

duty_changes = Table(
    "duty_changes",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("collar", Text, nullable=False),
    Column("on_duty", Boolean, nullable=False),
    Column("begins", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("entered_at", Instant, nullable=False),
    CheckConstraint("begins < ends", name="a_change_of_duty_has_a_length"),
    Index("duty_changes_by_end", "ends"),
)


def upgrade() -> None:
    """Make the tables."""
    metadata.create_all(op.get_bind())
