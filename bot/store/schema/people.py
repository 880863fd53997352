"""What each person has of their own: a language, a Home tab, quiet hours, feedback to be understood."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text, text

from bot.store.schema.base import BigId, metadata, where
from bot.store.types import Instant

preferences = Table(
    "preferences",
    metadata,
    Column("collar", Text, primary_key=True),
    Column("language", Text, nullable=False),
)

homes = Table(  # one row an account that opened it
    "homes",
    metadata,
    Column("account", Text, primary_key=True),  # Slack's id
    Column("collar", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("everywhere", Boolean, nullable=False),  # it shows every unit's
    Column("opened_at", Instant, nullable=False),
)

quiet_hours = Table(  # a person's own, in local time HH:MM; both empty: none, whatever the force has
    "quiet_hours",
    metadata,
    Column("collar", Text, primary_key=True),
    Column("begins", Text, nullable=False),
    Column("ends", Text, nullable=False),
)

feedback = Table(  # what was returned to somebody: learning, which they acknowledge and nobody counts
    "feedback",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("n", Integer, nullable=False),
    Column("collar", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("seen_at", Instant),
    where("feedback_unseen", "collar", only=text("seen_at IS NULL")),
)
