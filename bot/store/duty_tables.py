"""Tables of duty: who came on or went off beside the roster, and what was handed over."""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Table, Text

from bot.store.schema import BigId, metadata
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
    CheckConstraint("begins < ends", name="a_change_of_duty_has_a_length"),
    Index("duty_changes_by_end", "ends"),
)
