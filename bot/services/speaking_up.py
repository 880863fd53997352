"""A word in confidence to the Registrar: nobody else gets it, and nobody learns whose it was."""

from datetime import timedelta
from secrets import token_hex

from bot.domain.duty import next_tour, on_until
from bot.domain.facts import Happened
from bot.domain.people import Person
from bot.domain.personal import looks_personal
from bot.domain.refusal import Refused
from bot.services.case import Request
from bot.services.entering import enter
from bot.services.unnamed import day_begins, once, undated
from bot.store import confidences, outbox
from bot.store.outbox import Message
from bot.store.work import Work

LONGEST = 1500  # characters
BULLETIN = "confidence"
AWAY = timedelta(days=3)  # a Registrar without a tour in this time is away, and the deputy gets it
REGISTRAR, DEPUTY = "registrar", "deputy_registrar"


def recipients(work: Work) -> list[Person]:
    """Who gets it: the Registrar; the deputy where no Registrar is there within three days.

    Raises Refused `nobody_to_tell` where the roster has neither.
    """
    registrars = [p for p in work.roster.people if REGISTRAR in p.roles]
    there = [p for p in registrars if _there(work, p)]
    deputies = [p for p in work.roster.people if DEPUTY in p.roles]
    found = there or deputies or registrars
    if not found:
        raise Refused("nobody_to_tell")
    return found


def _there(work: Work, each: Person) -> bool:
    if not each.tours or on_until(each, work.at, work.force.zone):
        return True
    following = next_tour(each, work.at, work.force.zone)
    return following is not None and following.begins <= work.at + AWAY


def speak(work: Work, request: Request, words: str, block_id: str = "") -> list[Person]:
    """Pass on words; gives who gets them. They are kept until Slack has accepted them, and erased then.

    Raises Refused `nobody_to_tell`, `line_too_long`, `about_a_person`.
    """
    once(work, request)
    said, found, quiet = fit(words, block_id), recipients(work), undated(work)
    keys = [f"{BULLETIN}:{token_hex(8)}" for _ in found]
    confidences.keep(work, keys, said)
    confidences.count(work)
    for key, each in zip(keys, found, strict=True):
        outbox.put(quiet, key, f"@{each.collar}", BULLETIN, key)
    work.wakes = True
    return found


def fit(words: str, block_id: str) -> str:
    """The words as they may be passed on: about pressure and who puts it, never about the public.

    Raises Refused `line_too_long`, `about_a_person`.
    """
    said = words.strip()
    if len(said) > LONGEST:
        raise Refused("line_too_long", block_id=block_id, longest=LONGEST, length=len(said))
    if looks_personal(said):
        raise Refused("about_a_person", block_id=block_id)
    return said


def accepted(work: Work, message: Message) -> None:
    """Erase the words that Slack has accepted."""
    confidences.erase(work, message.key)


def words_of(work: Work, key: str) -> str | None:
    """What a message says; None once it is delivered."""
    return confidences.words_of(work, key)


def count_days(work: Work) -> int:
    """Enter on the trail how many came on each day that is over; gives how many days.

    Not as each comes: what stands beside it on the trail would tell its time.
    """
    counts = confidences.take_days(work)
    for day, count in sorted(counts.items()):
        stream, began = f"speak_up:{day.isoformat()}", day_begins(work, day)
        enter(work, stream, Happened.CONFIDENCES_COUNTED, at=began, count=count)
    _give_up(work)
    return len(counts)


def _give_up(work: Work) -> None:
    """Erase words that Slack has not taken for as long as requests are kept, and say so on the trail."""
    kept = timedelta(days=work.force.retention_days["requests"])
    lost = confidences.forget_before(work, work.today - kept)
    if lost:
        stream = f"speak_up:{work.today.isoformat()}"
        enter(work, stream, Happened.CONFIDENCES_COUNTED, at=day_begins(work, work.today), count=0, lost=lost)
