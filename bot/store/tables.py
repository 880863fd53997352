"""The tables that every story needs; those of one subject are in its `*_tables.py`; all are known here."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store import audit_tables, dial_in_tables, digest_tables, ladder_tables
from bot.store.crime_tables import crime_feeds, crime_notices, crimes
from bot.store.duty_tables import duty_changes, handover_items, handovers
from bot.store.feed_tables import polls, quarantine, source_memory
from bot.store.home_tables import feedback, homes
from bot.store.meeting_tables import attendance, meeting_items, meetings, promises, resources, unit_offers
from bot.store.schema import BigId, metadata
from bot.store.types import Codes, Instant

__all__ = [
    "alerts",
    "attendance",
    "audit_tables",
    "crime_feeds",
    "crime_notices",
    "crimes",
    "dial_in_tables",
    "digest_tables",
    "duty_changes",
    "feedback",
    "handover_items",
    "handovers",
    "holds",
    "homes",
    "inbox",
    "incidents",
    "ladder_tables",
    "leases",
    "meeting_items",
    "meetings",
    "messages",
    "metadata",
    "offences",
    "polls",
    "preferences",
    "promises",
    "quarantine",
    "resources",
    "slots",
    "source_memory",
    "trail",
    "trail_heads",
    "unit_offers",
    "waiting_refs",
]  # fmt: skip

incidents = Table(
    "incidents",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # force:day:number
    Column("force", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("number", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("digest", Text, nullable=False),  # of the feed's row: an equal one writes nothing
    Column("reported_at", Instant, nullable=False),
    Column("raw_reported_at", Text, nullable=False),
    Column("reading", Text, nullable=False),
    Column("logged_at", Instant),
    Column("route", Text, nullable=False),
    Column("opening_category", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("closing_category", Text, nullable=False),
    Column("qualifiers", Codes, nullable=False),
    Column("markers", Codes, nullable=False),
    Column("grade", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("beat", Text, nullable=False),
    Column("crime_refs", Codes, nullable=False),
    Column("closing_code", Text, nullable=False),
    Column("closed_at", Instant),
    Column("source_url", Text, nullable=False),
    Column("restricted", Boolean, nullable=False),
    Column("oic", Text),
    Column("allocated_by", Text),
    Column("allocated_at", Instant),
    Column("first_seen_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("feed_unit", Text),  # what the feed calls its unit, where it was handed to another
    Column("supervisor", Text),  # who saw to its allocation, or took that over; empty: allocated_by
    Index("incidents_by_number", "force", "number", "day"),
    Index("incidents_by_report", "reported_at"),
)

offences = Table(
    "offences",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("offence_class", Text, nullable=False),
    Column("told_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("crosses_at", Instant),
    Column("told_stages", Integer, nullable=False),
    Column("decision", Text),
    Column("decided_by", Text),
    Column("decided_at", Instant),
    Column("entered_by", Text),
    Column("reason_code", Text),
    Column("crime_ref", Text),
    Column("log_at", Instant),
    Column("victim_told", Text),
    Column("checked_by", Text),
    Column("checked_at", Instant),
    Column("oic_then", Text),
    Column("sign_off_due", Boolean, nullable=False),
    Column("returned_code", Text),
    Column("ruled_by", Text),
    Column("version", Integer, nullable=False),
    Column("claimed_at", Instant),  # typed by a person, and not yet confirmed by the crime system
    UniqueConstraint("incident_id", "n"),
    CheckConstraint("told_stages BETWEEN 0 AND 15", name="stages_are_flags"),
    CheckConstraint(
        "state NOT IN ('confirmed', 'signed_off')"
        " OR (checked_by IS NOT NULL AND decided_by IS NOT NULL AND entered_by IS NOT NULL"
        " AND checked_by <> decided_by AND checked_by <> entered_by"
        " AND (oic_then IS NULL OR checked_by <> oic_then))",
        name="four_eyes",
    ),
    CheckConstraint(
        "(crosses_at IS NULL) OR state IN ('open', 'returned', 'negated')",
        name="a_stopped_clock_crosses_nothing",
    ),
    Index("offences_by_told", "told_at"),
    Index("offences_by_decision", "decided_at"),
    Index(
        "offences_due",
        "crosses_at",
        postgresql_where=text("crosses_at IS NOT NULL"),
        sqlite_where=text("crosses_at IS NOT NULL"),
    ),
    Index(
        "offences_claimed",
        "claimed_at",
        postgresql_where=text("claimed_at IS NOT NULL"),
        sqlite_where=text("claimed_at IS NOT NULL"),
    ),
    Index(
        "offences_running",
        "incident_id",
        postgresql_where=text("state IN ('open', 'returned', 'negated')"),
        sqlite_where=text("state IN ('open', 'returned', 'negated')"),
    ),
)

waiting_refs = Table(  # crime references of the feed that fit several open offences, or none
    "waiting_refs",
    metadata,
    Column("incident_id", BigId, ForeignKey("incidents.id"), primary_key=True),
    Column("crime_ref", Text, primary_key=True),
    Column("seen_at", Instant, nullable=False),
)

STANDING = text("released_at IS NULL")

holds = Table(  # incidents that no retention rule touches: CPIA, litigation
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

inbox = Table(
    "inbox",
    metadata,
    Column("key", Text, primary_key=True),
    Column("at", Instant, nullable=False),
)

messages = Table(  # what Slack should show, and what it shows; the dispatcher closes the gap
    "messages",
    metadata,
    Column("key", Text, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("channel", Text, nullable=False),
    Column("bulletin", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("thread_of", Text, ForeignKey("messages.key")),
    Column("wanted", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("ts", Text),
    Column("channel_id", Text),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Instant),
    Column("unknown_since", Instant),
    Column("failed", Text),
    Column("put_at", Instant, nullable=False),
    Column("shown_at", Instant),
    Column("seq", BigInteger, nullable=False),
    Index(
        "messages_unsent",
        "channel",
        "seq",
        postgresql_where=text("wanted > shown AND failed IS NULL"),
        sqlite_where=text("wanted > shown AND failed IS NULL"),
    ),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("message_key", Text, ForeignKey("messages.key"), nullable=False, index=True),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("n", Integer, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("mentions", Codes, nullable=False),
    Column("got_by", Text),
    Column("got_at", Instant),
    UniqueConstraint("incident_id", "n", "stage"),
)

slots = Table(
    "slots",
    metadata,
    Column("job", Text, primary_key=True),
    Column("local_date", Date, primary_key=True),
    Column("outcome", Text, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Index("slots_by_day", "local_date"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("until", Instant, nullable=False),
)

preferences = Table(
    "preferences",
    metadata,
    Column("collar", Text, primary_key=True),
    Column("language", Text, nullable=False),
)
