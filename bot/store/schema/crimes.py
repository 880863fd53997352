"""The crime system: its records, its feeds, and what somebody must look at because of them."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from bot.store.schema.base import BigId, metadata
from bot.store.types import Codes, Instant

crimes = Table(  # what the crime system says of each record, and which offence it settled
    "crimes",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("force", Text, nullable=False),
    Column("ref", Text, nullable=False),  # in capitals
    Column("source", Text, nullable=False),
    Column("digest", Text, nullable=False),  # of the feed's row: an equal one writes nothing
    Column("incident_key", Text, index=True),
    Column("created_at", Instant, nullable=False),
    Column("raw_created_at", Text, nullable=False),
    Column("reading", Text, nullable=False),
    Column("classification", Text, nullable=False),
    Column("offence_class", Text, nullable=False),
    Column("classes", Codes, nullable=False),  # each that it had, as seen|class: it is matched by any of them
    Column("reclassified_at", Instant),
    Column("cancelled_at", Instant),
    Column("cancel_code", Text, nullable=False),
    Column("decision_maker", Text, nullable=False),
    Column("incident_id", BigId, ForeignKey("incidents.id")),  # where it is matched: this offence of this
    Column("n", Integer),
    Column("first_seen_at", Instant, nullable=False),
    UniqueConstraint("force", "ref"),
)

crime_feeds = Table(  # the sources that deliver crimes: where there is one, what a person types is claimed
    "crime_feeds",
    metadata,
    Column("force", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("read_to", Instant),  # how far this feed is known to have got, where a claim depends on it
    Column("whole", Boolean, nullable=False),  # whether what it last brought could be read to its end
)

crime_notices = Table(  # messages about a lapsed claim, or about what the Registrar must look at
    "crime_notices",
    metadata,
    Column("message_key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("n", Integer, nullable=False),
    Column("crime_ref", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("mentions", Codes, nullable=False),  # collar numbers of those on duty
    Column("named", Codes, nullable=False),  # of those who are not
    Column("seen_by", Text),
    Column("seen_at", Instant),
)
