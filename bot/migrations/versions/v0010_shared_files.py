"""Which files hang in Slack under which message."""

from alembic import op
from sqlalchemy import TIMESTAMP, Column, ForeignKey, MetaData, String, Table, Text

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | None = None
depends_on: str | None = None

metadata = MetaData()
Instant = String(27).with_variant(TIMESTAMP(timezone=True), "postgresql")

messages = Table("messages", metadata, Column("key", Text, primary_key=True))
shared_files = Table(
    "shared_files",
    metadata,
    Column("file_id", Text, primary_key=True),
    Column("message_key", Text, ForeignKey(messages.c.key, ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("marked", Text, nullable=False),
    Column("at", Instant, nullable=False),
)


def upgrade() -> None:
    """Make the table."""
    metadata.create_all(op.get_bind(), tables=[shared_files])
