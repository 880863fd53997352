"""Who gets digests, of which units, and what each that was made says."""

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
)

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None

metadata = MetaData()
BigId = BigInteger().with_variant(Integer, "sqlite")
Instant = String(27).with_variant(TIMESTAMP(timezone=True), "postgresql")

incidents = Table("incidents", metadata, Column("id", BigId, primary_key=True))

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("collar", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("wanted", Boolean, nullable=False),
    Column("units", String, nullable=False),
    Column("since", Instant, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    Column("message_key", Text, primary_key=True),
    Column("collar", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("figures", Text, nullable=False),
)

digest_items = Table(
    "digest_items",
    metadata,
    Column("message_key", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False),
    Index("digest_items_by_incident", "incident_id"),
)


def upgrade() -> None:
    """Make the tables, and index a day's slots and the incidents and offences of a stretch of time."""
    metadata.create_all(op.get_bind(), tables=[subscriptions, digests, digest_items])
    op.create_index("slots_by_day", "slots", ["local_date"])
    op.create_index("incidents_by_report", "incidents", ["reported_at"])
    op.create_index("offences_by_told", "offences", ["told_at"])
