"""The escalation ladder: steps and whom they told, what fills a person's hour, what was put off."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
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

ladder_steps = Table(  # one row a step of an offence: due, then settled with a reason, told once Slack has it
    "ladder_steps",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("stage", Text, nullable=False),  # the rung, as domain/rungs.py names it
    Column("step", Integer, nullable=False),
    Column("tell", Text, nullable=False),  # whom it means: oic, a rank or a role; @collar for one person
    Column("way", Text, nullable=False),
    Column("begins_at", Instant, nullable=False),  # of its rung
    Column("due_at", Instant, nullable=False),  # it must be settled then: a snooze or quiet hours put it off
    Column("person", Text),  # who was told, or waits for the end of quiet hours
    Column("message_key", Text),
    Column("told_at", Instant),  # when Slack accepted the message
    Column("settled_at", Instant),
    Column("reason", Text, nullable=False),  # empty until settled
    Column("passed", Codes, nullable=False),  # who was passed over, and why: 1101:quiet, inspector:off_duty
    Column("got_by", Text),
    Column("got_at", Instant),
    UniqueConstraint("incident_id", "n", "stage", "step"),
    CheckConstraint("(settled_at IS NULL) = (reason = '')", name="a_settled_step_has_its_reason"),
    CheckConstraint("told_at IS NULL OR settled_at IS NOT NULL", name="what_was_told_is_settled"),
    where("ladder_steps_due", "due_at", only=text("settled_at IS NULL")),
    Index("ladder_steps_of_message", "message_key"),
)

ladder_messages = Table(  # what a person was sent or mentioned in, so that an hour holds no more than it may
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
