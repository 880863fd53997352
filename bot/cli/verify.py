"""`cofnod verify`: whether the trail is whole."""

import typer

from bot.cli import screen
from bot.cli.common import FINDING, settings

EXAMPLES = ("cofnod verify", "cofnod verify && echo whole")


def command() -> None:
    """Check that the trail is whole. Names changed, removed, added or cut-off rows; exits 1 on any doubt."""
    ready = settings()
    from bot.reports.verify import verify

    with screen.working("Checking the trail"):
        result = verify(ready.database_url, ready.data)
    for doubt in result.doubts:
        screen.say(doubt)
    screen.say(f"{result.rows} rows checked, {len(result.doubts)} doubts.")
    if result.doubts:
        raise typer.Exit(FINDING)
