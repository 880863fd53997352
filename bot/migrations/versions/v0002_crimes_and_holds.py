"""The crime system's records, references only claimed so far, incidents on hold, rows too old to take in."""

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
    UniqueConstraint,
    delete,
    exists,
    func,
    text,
    update,
)

from bot.store import guards

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None

metadata = MetaData()
BigId = BigInteger().with_variant(Integer, "sqlite")
Instant = String(27).with_variant(TIMESTAMP(timezone=True), "postgresql")
CLAIMED = text("claimed_at IS NOT NULL")
STANDING = text("released_at IS NULL")

incidents = Table("incidents", metadata, Column("id", BigId, primary_key=True))

crimes = Table(
    "crimes",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("force", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("incident_key", Text),
    Column("created_at", Instant, nullable=False),
    Column("raw_created_at", Text, nullable=False),
    Column("reading", Text, nullable=False),
    Column("classification", Text, nullable=False),
    Column("offence_class", Text, nullable=False),
    Column("classes", String, nullable=False),
    Column("reclassified_at", Instant),
    Column("cancelled_at", Instant),
    Column("cancel_code", Text, nullable=False),
    Column("decision_maker", Text, nullable=False),
    Column("incident_id", BigId, ForeignKey("incidents.id")),
    Column("n", Integer),
    Column("first_seen_at", Instant, nullable=False),
    UniqueConstraint("force", "ref"),
    Index("ix_crimes_incident_key", "incident_key"),
)

crime_feeds = Table(
    "crime_feeds",
    metadata,
    Column("force", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("read_to", Instant),
    Column("whole", Boolean, nullable=False),
)

crime_notices = Table(
    "crime_notices",
    metadata,
    Column("message_key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("crime_ref", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("mentions", String, nullable=False),
    Column("named", String, nullable=False),
    Column("seen_by", Text),
    Column("seen_at", Instant),
    Index("ix_crime_notices_incident_id", "incident_id"),
)

holds = Table(
    "holds",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False),
    Column("code", Text, nullable=False),
    Column("held_by", Text, nullable=False),
    Column("held_at", Instant, nullable=False),
    Column("released_by", Text),
    Column("released_at", Instant),
    Index(
        "holds_standing", "incident_id", "code", unique=True, postgresql_where=STANDING, sqlite_where=STANDING
    ),
)

waiting_refs = Table("waiting_refs", MetaData(), Column("incident_id", BigId), Column("crime_ref", Text))


def upgrade() -> None:
    """Make the tables, the column of claims with its index, and what a poll says of its count.

    References that wait are in capitals from now on.
    """
    metadata.create_all(op.get_bind(), tables=[crimes, crime_feeds, crime_notices, holds])
    guards.install_keeping(op.get_bind())
    op.add_column("offences", Column("claimed_at", Instant))
    op.add_column("polls", Column("too_old", Integer, nullable=False, server_default=text("0")))
    op.add_column("polls", Column("partial", Boolean, nullable=False, server_default=text("false")))
    _capitals()
    op.create_index(
        "offences_claimed", "offences", ["claimed_at"], postgresql_where=CLAIMED, sqlite_where=CLAIMED
    )


def _capitals() -> None:
    """Write references that wait in capitals, as the crime system's are; one that stands twice is one."""
    other = waiting_refs.alias()
    capitals = func.upper(waiting_refs.c.crime_ref)
    twice = exists().where(
        other.c.incident_id == waiting_refs.c.incident_id,
        func.upper(other.c.crime_ref) == capitals,
        other.c.crime_ref < waiting_refs.c.crime_ref,
    )
    op.execute(delete(waiting_refs).where(twice))
    small = waiting_refs.c.crime_ref != capitals
    op.execute(update(waiting_refs).where(small).values(crime_ref=capitals))
