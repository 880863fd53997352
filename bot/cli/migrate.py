"""`cofnod migrate`: the database's schema, brought to this version."""

from bot.cli import screen
from bot.cli.common import settings

EXAMPLES = ("cofnod migrate", "DATABASE_URL=postgresql://cofnod@db/cofnod cofnod migrate")


def command() -> None:
    """Bring the database up to date. Safe to run again."""
    ready = settings()
    from bot.migrations import upgrade

    upgrade(ready.database_url)
    screen.say("The database is up to date.")
