"""A meeting's messages: its list, its board with a restricted part, and its record."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.meeting import MeetingState
from bot.domain.telling import RESTRICTED
from bot.services.meetings import boards, lists, records, unit_offers
from bot.slack.bulletins import reading
from bot.slack.bulletins.meeting_figures import record_papers
from bot.slack.bulletins.reading import Payload, Reading, Words, present
from bot.slack.render import RenderError, page
from bot.store.outbox import Message

LIST_BUDGET, LIST_BLOCKS = 6000, 60  # beside what changed, what was promised and what is watched
BOARD_BUDGET, BOARD_BLOCKS = 6500, 32  # beside who is there, what was promised and what was moved
RECORD_LINES = 60
BOARD_BESIDE, RECORD_BESIDE = 6, 10  # promises, and moves, that stand beside the items
A_PAGE = 20  # items of a board in a form, two blocks each


async def meeting_list(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """What a meeting is to look at; once it began, or was not held, what became of it."""
    unit, day = message.subject.split(":")
    listing, now = await read(lists.of, unit, date.fromisoformat(day), lang), await read(present)
    if listing is None:
        return None
    if listing.over or listing.meeting.state is not MeetingState.DUE:
        startable = listing.meeting.state is MeetingState.MISSED and not listing.over
        over = {"listing": listing, "startable": startable}
        return dict(words.message("meetings/list_over", lang, **now, **over))
    items, rest = page(
        listing.items,
        lambda one: words.blocks("meetings/_listed", lang, **now, one=one),
        budget=LIST_BUDGET,
        max_blocks=LIST_BLOCKS,
    )
    return dict(words.message("meetings/list", lang, **now, listing=replace(listing, items=items, rest=rest)))


async def board(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """A board as it is now; None for a restricted part that has nothing to show."""
    *part, unit, day = message.subject.split(":")
    secluded = part == [RESTRICTED]
    found, now = await read(boards.of, unit, date.fromisoformat(day), lang, secluded), await read(present)
    if found is None or (secluded and not found.items):
        return None

    def made(share: int) -> Payload:
        items, rest = paged(words, lang, found, found.items, now, BOARD_BUDGET // share, BOARD_BLOCKS)
        some = replace(_fewer(found, BOARD_BESIDE, share), items=items, rest=rest)
        return dict(words.message("meetings/board", lang, **now, board=some))

    return _that_fits(made)


def _that_fits(made: Callable[[int], Payload]) -> Payload:
    """A message made with ever smaller shares (1, a half, a quarter …) of its items until Slack takes it."""
    for share in (1, 2, 4, 8):
        with suppress(RenderError):
            return made(share)
    return made(16)


def _fewer(found: Any, most: int, share: int) -> Any:
    """A board with fewer promises and moves, once fewer items alone are not enough."""
    kept = most // max(share // 2, 1)
    return replace(found, promises=found.promises[:kept], resources=found.resources[:kept])


def page_of(found: Any, first: int) -> Mapping[str, Any]:
    """The items of a board from one on, a page of them, and from where the pages around it begin."""
    items, after = found.items[first : first + A_PAGE], max(len(found.items) - first - A_PAGE, 0)
    places = {"back": max(first - A_PAGE, 0) if first else None, "further": first + A_PAGE if after else None}
    return {"board": replace(found, items=items, rest=after), **places}


def paged(
    words: Words, lang: str, found: Any, items: Sequence[Any], now: Mapping[str, Any], budget: int, most: int
) -> tuple[tuple[Any, ...], int]:
    """The first items whose blocks fit, and how many are left."""
    about = {"present": found.present, "running": found.meeting.state is MeetingState.BEGUN}
    return page(
        items,
        lambda each: words.blocks("meetings/_item", lang, **now, **about, each=each),
        budget=budget,
        max_blocks=most,
    )


async def record(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """What a meeting that has ended came to."""
    unit, day = message.subject.split(":")
    found, now = await read(records.of, unit, date.fromisoformat(day), lang), await read(present)
    if found is None:
        return None
    every = found.board.items

    def made(share: int) -> Payload:
        lines = RECORD_LINES // share
        some = replace(
            _fewer(found.board, RECORD_BESIDE, share), items=every[:lines], rest=len(every[lines:])
        )
        return dict(words.message("meetings/record", lang, **now, record=replace(found, board=some)))

    return {
        **_that_fits(made),
        "attachments": await record_papers(read, words, lang, unit, found.meeting.day),
    }


async def unit_offer(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """An incident that another unit offers; None where it may not be told in its channel any more."""
    return await _about_offer("meetings/offer", read, words, lang, message)


async def offer_answer(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """What the other unit said, told to the one that offered."""
    return await _about_offer("meetings/answer", read, words, lang, message)


async def _about_offer(
    template: str, read: Reading, words: Words, lang: str, message: Message
) -> Payload | None:
    about = int(message.subject), message.channel, lang
    return await reading.found(read, words, lang, template, "shown", unit_offers.shown, *about)
