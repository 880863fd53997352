"""What guards the record of meetings further: no row takes another's place, and none begins as it ended."""

from alembic import op

from bot.store import guards

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Put the guards of what is inserted in place."""
    guards.install_meetings_inserted(op.get_bind())
