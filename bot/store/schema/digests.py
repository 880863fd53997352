"""Digests: who gets them and of which units, and what each that was made says."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text

from bot.store.schema.base import BigId, metadata
from bot.store.types import Codes, Instant

subscriptions = Table(  # what somebody chose; whoever chose nothing gets what force.toml says
    "subscriptions",
    metadata,
    Column("collar", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # daily, weekly
    Column("wanted", Boolean, nullable=False),
    Column("units", Codes, nullable=False),
    Column("since", Instant, nullable=False),
)

digests = Table(  # one a message: the figures as they stood when it was made
    "digests",
    metadata,
    Column("message_key", Text, primary_key=True),
    Column("collar", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("figures", Text, nullable=False),
)

digest_items = Table(  # the incidents of a digest's things to do, which change as they are done
    "digest_items",
    metadata,
    Column("message_key", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False),
    Index("digest_items_by_incident", "incident_id"),
)
