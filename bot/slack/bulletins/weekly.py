"""The weekly digest: its figures as they stood when it was made, and the run chart of its days."""

import asyncio
from datetime import date

from bot.reports import measures
from bot.reports.limits import Chart, chart
from bot.services.digests import weekly as service
from bot.slack.bulletins.reading import Payload, Reading, Words, present
from bot.slack.files import Attachment
from bot.store.outbox import Message

PICTURE = "weekly.png"
MONDAY = 0


async def weekly(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """A weekly digest; None for one of which nothing is known any more."""
    week, now = await read(service.of_message, message.key), await read(present)
    if week is None:
        return None
    found = chart(week.days)
    alt = words.line("digests/weekly_alt", lang, **now, chart=found)
    drawn = await asyncio.to_thread(_picture, words, lang, found)
    picture = Attachment(PICTURE, _label(words, lang, found, "title"), drawn, alt, inline=True)
    await measures.loaded()
    values = {"week": week, "chart": found, "alt": alt, "key": message.key}
    return {**words.message("digests/weekly", lang, **now, **values), "attachments": (picture,)}


def _picture(words: Words, lang: str, found: Chart) -> bytes:
    # not with the bot's start: only a digest needs to draw
    from bot.reports.run_chart import Labels, drawn

    days = {d.day: _label(words, lang, found, "day", d.day) for d in found.days if d.day.weekday() == MONDAY}
    average, usual = (_label(words, lang, found, w) if found.limits else "" for w in ("average", "usual"))
    unjudged = _label(words, lang, found, "unjudged") if found.unjudged else ""
    return drawn(found, Labels(average, usual, unjudged, days))


def _label(words: Words, lang: str, found: Chart, which: str, day: date | None = None) -> str:
    return str(words.line("digests/weekly_label", lang, chart=found, which=which, day=day))


async def skipped(read: Reading, words: Words, lang: str, message: Message) -> Payload:
    """How many weekly digests of a day were not sent, told to the operations channel."""
    day = date.fromisoformat(message.subject)
    num, now = await read(service.skipped, day), await read(present)
    return dict(words.message("digests/weekly_skipped", lang, **now, day=day, num=num))
