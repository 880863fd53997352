"""Questions for a dial-in, from people who stay unnamed."""

from bot.domain.dial_in import Series
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.services.case import Request
from bot.services.dial_ins.occurrences import audience
from bot.services.lines import about_work
from bot.services.unnamed import once
from bot.store import dial_ins as stored
from bot.store import questions
from bot.store.work import Work

LONGEST = 300


def choices(work: Work, asker: Person) -> list[Series]:
    """The series to which somebody may send a question: those that are for them, else every one."""
    every = list(stored.all_series(work).values())
    return [s for s in every if asker.collar in {p.collar for p in audience(work, s)}] or every


def ask(work: Work, request: Request, series: str, words: str, block_id: str = "") -> Series:
    """Keep a question for the next dial-in of a series; raises Refused `stale`, `about_a_person`, …"""
    once(work, request)
    found = stored.all_series(work).get(series)
    if found is None:
        raise Refused("stale")
    questions.add(work, series, about_work(words, block_id, LONGEST))
    return found
