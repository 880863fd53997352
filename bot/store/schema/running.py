"""What the replicas of the bot agree upon: which slot was taken, and who holds which lease."""

from sqlalchemy import Column, Date, Index, Integer, Table, Text

from bot.store.schema.base import metadata
from bot.store.types import Instant

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
