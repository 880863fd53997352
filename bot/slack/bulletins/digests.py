"""The daily digest: its figures as they stood when it was made, its things to do as they stand now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.queueing import bands
from bot.reports import measures
from bot.services.digests import daily
from bot.slack.bulletins.reading import FORM_BLOCKS, FORM_BUDGET, Payload, Reading, Words, present
from bot.slack.render import page
from bot.store.outbox import Message

HEAD = 12  # blocks of the form of the rest beside its lines


async def digest(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """A digest; None for one that nobody is to read any more."""
    shown, now = await read(daily.of_message, message, lang), await read(present)
    if shown is None:
        return None
    await measures.loaded()
    return dict(words.message("digests/daily", lang, **now, **worded(shown)))


def worded(shown: daily.Shown) -> Mapping[str, Any]:
    """A digest as its template takes it."""
    return {"shown": shown, "bands": bands(shown.digest.standing.hours, shown.digest.at)}


def the_rest(words: Words, lang: str, more: daily.More) -> Mapping[str, Any]:
    """What did not fit the message: each unit's figures, and as many lines as a form takes."""
    at = more.shown.digest.at
    lines, rest = page(
        more.listing.lines,
        lambda line: words.blocks("listings/_line", lang, at=at, line=line),
        budget=FORM_BUDGET,
        max_blocks=FORM_BLOCKS - HEAD,
    )
    return {
        "shown": more.shown,
        "units": more.units,
        "listing": replace(more.listing, lines=lines, rest=rest),
    }


async def skipped(read: Reading, words: Words, lang: str, message: Message) -> Payload:
    """How many digests of a day were not sent, told to the operations channel."""
    day = date.fromisoformat(message.subject)
    num, now = await read(daily.skipped, day), await read(present)
    return dict(words.message("digests/skipped", lang, **now, day=day, num=num))
