"""Somebody's Home tab: as many lines as a view takes, the rest as a count."""

from dataclasses import replace

from bot.services import home as homes
from bot.slack.bulletins.reading import Payload, Reading, Words, present
from bot.slack.render import page
from bot.store.outbox import Message

MINE, MINE_BLOCKS, TEAM_BLOCKS = 12_000, 16, 12  # a page that is looked at, not read


async def home(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """A Home tab as things stand now; None for somebody who is off the roster."""
    found, now = await read(homes.home, message.subject, lang), await read(present)
    if found is None:
        return None

    def blocks(line: object) -> list[dict[str, object]]:
        return list(words.blocks("listings/_line", lang, **now, line=line))

    mine, rest = page(found.mine, blocks, MINE, MINE_BLOCKS)
    team, more = page(found.team, blocks, MINE, TEAM_BLOCKS)
    shown = replace(found, mine=mine, rest=rest, team=team, more=more)
    return dict(words.home("home/home", lang, **now, tab=shown))
