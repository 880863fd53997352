"""Meetings: those that were due, their items, who was there, and what was promised and moved."""

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
from bot.store.types import Instant

meetings = Table(  # one row a unit and local day on which one is due
    "meetings",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("due_at", Instant, nullable=False),  # when it should begin
    Column("due_end", Instant, nullable=False),
    Column("state", Text, nullable=False),  # due, begun, ended, missed
    Column("listed_at", Instant),  # when its list was put; empty: the bot did not run then
    Column("chair", Text),
    Column("delegated", Boolean, nullable=False),  # an inspector chairs it for a chief inspector
    Column("late", Boolean, nullable=False),  # it began after it had counted as missed
    Column("begun_by", Text),
    Column("begun_at", Instant),
    Column("ended_by", Text),  # empty: the clock, when the next one was near
    Column("ended_at", Instant),
    Column("why_not", Text),  # the code of why items were left that no meeting takes in time
    Column("why_line", Text),
    UniqueConstraint("unit", "day"),
    CheckConstraint("state IN ('due', 'begun', 'ended', 'missed')", name="a_meeting_has_a_state"),
    CheckConstraint(
        "(state IN ('begun', 'ended')) = (begun_at IS NOT NULL AND chair IS NOT NULL)",
        name="a_meeting_that_began_has_a_chair",
    ),
    Index("meetings_by_end", "unit", "due_end"),
)

meeting_items = Table(  # what was undecided when it began, and what came of it
    "meeting_items",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("meeting_id", BigId, ForeignKey("meetings.id"), nullable=False),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("how", Text, nullable=False),  # open, reviewed, decided, handed, read_out, left
    Column("line", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant),
    Column("what", Text, nullable=False),  # the kind of fact that decided it
    Column("oic", Text),  # who had it when the meeting began
    Column("due_at", Instant),  # its nearest deadline then
    Column("no_meeting", Boolean, nullable=False),  # at the end: no meeting takes it before its deadline
    UniqueConstraint("meeting_id", "incident_id"),
    CheckConstraint(
        "how IN ('open', 'reviewed', 'decided', 'handed', 'read_out', 'left')", name="an_item_is_somehow"
    ),
)

attendance = Table(
    "attendance",
    metadata,
    Column("meeting_id", BigId, ForeignKey("meetings.id"), primary_key=True),
    Column("collar", Text, primary_key=True),
    Column("at", Instant, nullable=False),
)

promises = Table(  # who does what by when; done, once somebody says so
    "promises",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("meeting_id", BigId, ForeignKey("meetings.id"), nullable=False, index=True),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("unit", Text, nullable=False),
    Column("collar", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("done_by", Text),
    Column("done_at", Instant),
    where("promises_kept_by_nobody", "unit", only=text("done_at IS NULL")),
)

resources = Table(  # what a meeting moved: an officer, or so many of a unit, to where, until when
    "resources",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("meeting_id", BigId, ForeignKey("meetings.id"), nullable=False, index=True),
    Column("collar", Text),
    Column("line", Text, nullable=False),
    Column("to_unit", Text, nullable=False),
    Column("until", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("collar IS NOT NULL OR line <> ''", name="somebody_or_something_is_moved"),
)

unit_offers = Table(  # an incident that one unit offers another, and what the other says
    "unit_offers",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False),
    Column("meeting_id", BigId, ForeignKey("meetings.id")),
    Column("from_unit", Text, nullable=False),
    Column("to_unit", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", Text, nullable=False),  # offered, accepted, declined, withdrawn
    Column("answered_by", Text),
    Column("answered_at", Instant),
    Column("answer_line", Text, nullable=False),
    CheckConstraint("state IN ('offered', 'accepted', 'declined', 'withdrawn')", name="an_offer_has_a_state"),
    where("unit_offers_waiting", "incident_id", unique=True, only=text("state = 'offered'")),
    Index("unit_offers_by_incident", "incident_id"),
)
