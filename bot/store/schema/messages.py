"""What is heard from Slack once, what Slack should show and shows, the files and the alerts among it."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text, UniqueConstraint, text

from bot.store.schema.base import BigId, metadata, where
from bot.store.types import Codes, Instant

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
    where("messages_unsent", "channel", "seq", only=text("wanted > shown AND failed IS NULL")),
)

shared_files = Table(  # a row is written before its file can be seen, and goes when Slack has deleted it
    "shared_files",
    metadata,
    Column("file_id", Text, primary_key=True),  # Slack's
    Column("message_key", Text, ForeignKey("messages.key", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Text, nullable=False),  # ours: a newer content of the same name takes its place
    Column("marked", Text, nullable=False),  # the name under which it was sent
    Column("at", Instant, nullable=False),
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
