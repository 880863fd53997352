"""Which message tells what: from a message's bulletin and subject to the words that stand in Slack now."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.services import cancellations, cards, lapsing, listings
from bot.services.telling import UNDELIVERED
from bot.slack.render import page
from bot.store.crime_notices import CANCELLATION, LAPSED
from bot.store.outbox import Message
from bot.store.work import Work

Reading = Callable[..., Awaitable[Any]]  # kit.store.read with the present instant in it
Words = Any  # a Renderer
Payload = dict[str, Any]
LINES_BUDGET, LINES_BLOCKS = 8500, 44  # of a message's 10,000 characters and 50 blocks
FORM_BUDGET, FORM_BLOCKS = 25_000, 98  # a form takes 100 blocks


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


async def alert(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """What crossed a stage, whom it concerns, and who has it in hand; settled items say so.

    None where nothing of it may be told in its channel any more.
    """
    view = await read(cards.alert, message.key, lang)
    if not view.items:
        return None
    shown, _ = page(
        view.items,
        lambda item: words.blocks("alerts/_item", lang, at=view.at, item=item),
        budget=LINES_BUDGET,
        max_blocks=LINES_BLOCKS,
    )
    rest, some = view.items[len(shown) :], replace(view, items=shown)
    return dict(words.message("alerts/alert", lang, at=view.at, alert=some, rest=rest))


async def alarm(read: Reading, words: Words, lang: str, message: Message) -> Payload:
    """A feed that is not well, told to the operations channel."""
    source, code = message.subject.split("|")
    at = message.put_at
    return dict(words.message("feeds/alarm", lang, at=at, source=source, code=code, put_at=at))


def registrars(words: Words, lang: str, found: Any, **now: Any) -> Mapping[str, Any]:
    """As many things for the Registrar as one message takes, whole, and the rest as a count."""
    shown, rest = page(
        found,
        lambda each: words.blocks("crimes/_shown", lang, **now, shown=each),
        budget=LINES_BUDGET,
        max_blocks=LINES_BLOCKS,
    )
    return {"found": shown, "rest": rest}


async def undelivered(read: Reading, words: Words, lang: str, message: Message) -> Payload:
    """A message that Slack will not take, told to the operations channel."""
    channel, code = message.subject.split("|")
    at = message.put_at
    return dict(words.message("operations/undelivered", lang, at=at, channel=channel, code=code, put_at=at))


async def lapsed(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """A reference that came to nothing; None where nothing of it may be told in its channel any more."""
    found, now = await read(lapsing.of_message, message.key, lang), await read(_present)
    return dict(words.message("crimes/lapsed", lang, **now, lapsed=found)) if found else None


async def cancellation(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """What the Registrar must look at, in a channel of the Registrar's own."""
    found, now = await read(cancellations.of_message, message.key, lang), await read(_present)
    return dict(words.message("crimes/cancellation", lang, **now, shown=found)) if found else None


def _present(work: Work) -> Mapping[str, Any]:
    """What a template may speak of beside what it tells."""
    return {"at": work.at, "force": work.force}


BULLETINS: Mapping[str, Callable[[Reading, Words, str, Message], Awaitable[Payload | None]]] = {
    "list": live_list,
    "alert": alert,
    "alarm": alarm,
    LAPSED: lapsed,
    CANCELLATION: cancellation,
    UNDELIVERED: undelivered,
}
