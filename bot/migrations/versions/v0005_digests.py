"""Who gets digests, and of which units; and what their figures are looked up by."""

from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the tables, and index the incidents and offences of a stretch of time."""
    op.create_index("incidents_by_report", "incidents", ["reported_at"])
    op.create_index("offences_by_told", "offences", ["told_at"])
