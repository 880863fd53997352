"""What guards the record of meetings: one that has ended stays as it was."""

from alembic import op

from bot.store import guards

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Put the guards of meetings in place."""
    guards.install_meetings(op.get_bind())
