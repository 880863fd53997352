"""Rulings: the Registrar's answers, found by their words, superseded by newer ones and never taken away."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.facts import Happened
from bot.domain.refusal import Refused
from bot.domain.rights import Action
from bot.services.case import Request
from bot.services.dial_ins.occurrences import permitted
from bot.services.entering import enter
from bot.services.lines import about_work
from bot.store import inbox
from bot.store import rulings as stored
from bot.store.rulings import Ruling
from bot.store.work import Work

STREAM = "rulings"
QUESTION, ANSWER, WORDS = 300, 1200, 12


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to become a ruling; `supersedes` is the number of the one whose place it takes."""

    question: str
    answer: str
    edition: str
    supersedes: int | None = None
    series: str | None = None
    week: date | None = None
    block_id: str = "answer"  # the input that a refusal of the answer belongs to


def folded(text: str) -> str:
    """Words as they are searched for: small plain letters and digits, without what stands on or by them."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain))


def search(work: Work, typed: str) -> list[Ruling]:
    """The rulings in which every word that was typed begins a word; without words, all of them."""
    return stored.found(work, folded(typed).split()[:WORDS])


def edition_choices(work: Work) -> Mapping[str, Any]:
    """The editions of the counting rules on which a ruling may rest, and the one in force today."""
    editions = {edition.id: edition for edition in work.force.editions}
    return {"editions": editions, "edition": work.force.edition(work.today).id}


def one(work: Work, number: int) -> Ruling:
    """A ruling that may be superseded; raises Refused `stale`, or `ruling_superseded` with the newer one."""
    found = stored.by_id(work, number)
    if found is None:
        raise Refused("stale")
    if found.superseded_by is not None:
        raise Refused("ruling_superseded", by=found.superseded_by, on=found.superseded_on)
    return found


def give(work: Work, request: Request, draft: Draft) -> Ruling:
    """Give a ruling as the Registrar; raises Refused `not_yours`, `stale`, `about_a_person`, …"""
    inbox.claim(work, request.id)
    permitted(work, request.actor, Action.RULINGS)
    return enter_ruling(work, request, draft)


def enter_ruling(work: Work, request: Request, draft: Draft) -> Ruling:
    """Keep a ruling, and enter it on the trail with its words, which nobody can change there."""
    before = one(work, draft.supersedes) if draft.supersedes is not None else None
    values = _words(work, draft)
    where: dict[str, Any] = {"series": draft.series, "week": draft.week}
    number = stored.add(work, _sought(values), given_by=request.actor, **where, **values)
    if before is not None and not stored.supersede(work, before.id, number):
        raise Refused("ruling_superseded", by=None, on=None)
    values |= where | {"ruling": number, "supersedes": draft.supersedes, "day": work.today}
    enter(work, STREAM, Happened.RULING_GIVEN, request.actor, **values)
    return one(work, number)


def _words(work: Work, draft: Draft) -> dict[str, Any]:
    if draft.edition not in {edition.id for edition in work.force.editions}:
        raise Refused("stale")
    question = about_work(draft.question, "question", QUESTION)
    answer = about_work(draft.answer, draft.block_id, ANSWER)
    return {"question": question, "answer": answer, "edition": draft.edition}


def _sought(values: Mapping[str, Any]) -> str:
    return f" {folded(' '.join(values.values()))}"
