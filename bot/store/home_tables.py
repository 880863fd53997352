"""Tables of the Home tab: whose is open and kept fresh, and the feedback that waits to be understood."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, text

from bot.store.schema import BigId, metadata
from bot.store.types import Instant

homes = Table(  # one row an account that opened it
    "homes",
    metadata,
    Column("account", Text, primary_key=True),  # Slack's id
    Column("collar", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("everywhere", Boolean, nullable=False),  # it shows every unit's
    Column("opened_at", Instant, nullable=False),
)

UNSEEN = text("seen_at IS NULL")

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
    Index("feedback_unseen", "collar", postgresql_where=UNSEEN, sqlite_where=UNSEEN),
)
