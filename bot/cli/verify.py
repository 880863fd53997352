"""`cofnod verify`: whether the trail is whole."""

import typer

from bot.cli import screen
from bot.cli.common import FINDING, settings

EXAMPLES = ("cofnod verify", "cofnod verify && echo whole")


def command() -> None:
    """Check that the trail is whole. Names changed, removed, added or cut-off rows; exits 1 on any doubt."""
    ready = settings()
    from bot.migrations import unguarded
    from bot.slack.render import Renderer
    from bot.store import anchors
    from bot.store.verify import verify
    from templates import FOLDER

    words = Renderer(FOLDER, "UTC")
    doubts = [warning] if (warning := unguarded(ready.database_url)) else []
    with screen.working("Checking the trail, rows read") as tell:
        verdict = verify(ready.database_url, ready.data / anchors.FILE, tell)
    doubts += [words.line("verify/doubt", "en", doubt=doubt) for doubt in verdict.doubts]
    for doubt in doubts:
        screen.say(doubt)
    count = len(doubts) + verdict.more
    screen.say(words.line("verify/verdict", "en", verdict=verdict, doubts=count))
    if count:
        raise typer.Exit(FINDING)
