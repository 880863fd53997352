"""The live list of a unit, and those that somebody asked for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.services.incidents import listings
from bot.slack.bulletins.reading import (
    FORM_BLOCKS,
    FORM_BUDGET,
    LINES_BLOCKS,
    LINES_BUDGET,
    Payload,
    Reading,
    Words,
)
from bot.slack.render import page
from bot.store.outbox import Message


async def live_list(read: Reading, words: Words, lang: str, message: Message) -> Payload:
    """A unit's live list; one of a day that is over says where today's stands, and has no buttons."""
    code, day = message.subject.split(":")
    listing = await read(listings.live, code, lang)
    if listing.day != date.fromisoformat(day):
        return dict(
            words.message("listings/over", lang, at=listing.at, day=date.fromisoformat(day), listing=listing)
        )
    return shown_list(words, lang, listing)


def shown_list(words: Words, lang: str, listing: Any) -> Payload:
    """As many lines of a list as one message takes, whole, and the rest as a count."""
    return dict(words.message("listings/live", lang, at=listing.at, **fitting(words, lang, listing)))


def fitting(
    words: Words, lang: str, listing: Any, budget: int = LINES_BUDGET, most: int = LINES_BLOCKS
) -> Mapping[str, Any]:
    """The lines that fit a message beside its head and foot, and how many are left."""
    lines, rest = page(
        listing.lines,
        lambda line: words.blocks("listings/_line", lang, at=listing.at, line=line),
        budget=budget,
        max_blocks=most,
    )
    return {"listing": replace(listing, lines=lines, rest=rest)}


def the_rest(words: Words, lang: str, listing: Any) -> Mapping[str, Any]:
    """The lines that did not fit a message: as many as a form takes."""
    shown = len(fitting(words, lang, listing)["listing"].lines)
    return fitting(words, lang, replace(listing, lines=listing.lines[shown:]), FORM_BUDGET, FORM_BLOCKS)
