"""What people are told of dial-ins, with the invitation for their calendar; and words in confidence."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.dial_in import Notice, Reminder
from bot.services import speaking_up
from bot.services.dial_ins import occurrences
from bot.services.dial_ins.occurrences import Shown
from bot.slack.bulletins.reading import LINES_BLOCKS, Payload, Reading, Words, fitting, present
from bot.slack.files import Attachment
from bot.slack.invitation import Invitation, written
from bot.store.outbox import Message
from bot.store.rulings import Ruling

ICS = "dial-in.ics"


async def dial_in(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """A reminder, its news or its notes, as things stand now; the first to bring a version has the .ics."""
    shown = await read(occurrences.told, message.subject)
    if shown is None:
        return None
    now = await read(present)
    payload: Payload = dict(words.message(_template(shown), lang, **now, shown=shown))
    if await read(occurrences.brings_invitation, shown.telling):
        payload["attachments"] = (_attached(words, lang, shown, now),)
    return payload


def _template(shown: Shown) -> str:
    kind = shown.telling.kind if shown.telling else ""
    if kind in list(Reminder):
        return "dial_ins/reminder"
    return "dial_ins/notes" if kind == Notice.NOTES else "dial_ins/news"


def _attached(words: Words, lang: str, shown: Shown, now: Mapping[str, Any]) -> Attachment:
    force, held = now["force"], shown.dial_in
    line = {name: words.line(f"dial_ins/{name}", lang, **now, shown=shown) for name in LINES}
    link = held.joining if held.joining.startswith("https://") else ""
    invitation = Invitation(
        f"dial-in-{held.series}-{held.week}@{force.id}.cofnod", held.sequence, held.starts_at, held.ends_at,
        held.planned_at or held.starts_at, force.zone, line["ics_title"], line["ics_words"], held.joining,
        line["registrar"], lang, link, shown.cancelled,
    )  # fmt: skip
    return Attachment(ICS, line["ics_title"], written(invitation))


LINES = ("ics_title", "ics_words", "registrar")


async def missed(read: Reading, words: Words, lang: str, message: Message) -> Payload:
    """A reminder that came too late to be of use, told to the operations channel."""
    series, week, _, due = message.subject.split("|")
    shown = await read(occurrences.shown, f"{series}|{week}")
    now = await read(present)
    return dict(words.message("dial_ins/skipped", lang, **now, shown=shown, due=datetime.fromisoformat(due)))


async def confidence(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """Words in confidence; None once they are delivered, for they are kept no longer."""
    said = await read(speaking_up.words_of, message.key)
    return dict(words.message("speak_up/confidence", lang, said=said)) if said else None


def rulings_that_fit(words: Words, lang: str, found: Sequence[Ruling], **now: Any) -> Mapping[str, Any]:
    """As many rulings as one message takes beside its head, whole, and the rest as a count."""
    return fitting(words, lang, "rulings/_ruling", "ruling", found, LINES_BLOCKS - 10, **now)
