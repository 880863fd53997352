"""Incidents with their offences, references that wait to fit one, and holds that keep an incident."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store.schema.base import BigId, metadata, where
from bot.store.types import Codes, Instant

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
    where("offences_due", "crosses_at", only=text("crosses_at IS NOT NULL")),
    where("offences_claimed", "claimed_at", only=text("claimed_at IS NOT NULL")),
    where("offences_running", "incident_id", only=text("state IN ('open', 'returned', 'negated')")),
)

waiting_refs = Table(  # crime references of the feed that fit several open offences, or none
    "waiting_refs",
    metadata,
    Column("incident_id", BigId, ForeignKey("incidents.id"), primary_key=True),
    Column("crime_ref", Text, primary_key=True),
    Column("seen_at", Instant, nullable=False),
)

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
    where("holds_standing", "incident_id", "code", unique=True, only=text("released_at IS NULL")),
)
