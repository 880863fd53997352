"""Duty: who came on or went off beside the roster, and what was handed over."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from bot.store.schema.base import BigId, metadata, where
from bot.store.types import Instant

duty_changes = Table(  # beside the roster: of several that cover an instant the newest holds
    "duty_changes",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("collar", Text, nullable=False),
    Column("on_duty", Boolean, nullable=False),
    Column("begins", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("cover", Text, nullable=False, server_default=text("''")),  # who stands in, until they decline
    Column("declined_at", Instant),
    Column("told_at", Instant),  # when the cover's message was put: not while they are off duty
    CheckConstraint("begins < ends", name="a_change_of_duty_has_a_length"),
    Index("duty_changes_by_end", "ends"),
)

handovers = Table(
    "handovers",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("giver", Text, nullable=False),
    Column("taker", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("offered_at", Instant, nullable=False),
    Column("lapses_at", Instant, nullable=False),
    Column("told_at", Instant),  # when the taker's message was put: not while they are off duty
    Column("answered_at", Instant),
    Column("line", Text, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "state IN ('offered', 'accepted', 'declined', 'withdrawn', 'lapsed')", name="handovers_end_once"
    ),
    where("handovers_offered", "giver", "taker", unique=True, only=text("state = 'offered'")),
)

handover_items = Table(  # how: offered, taken, left (not taken), gone (decided or given elsewhere since)
    "handover_items",
    metadata,
    Column("handover_id", BigId, ForeignKey("handovers.id"), primary_key=True),
    Column("incident_id", BigId, ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True),
    Column("how", Text, nullable=False),
    Index("handover_items_by_incident", "incident_id"),
)
