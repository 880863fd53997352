"""What came of a dial-in: the Registrar's notes and answers, published to those it was for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.agenda import Asked
from bot.domain.dial_in import Notice, Series
from bot.domain.facts import Happened
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import Action
from bot.services.case import Request
from bot.services.dial_ins.occurrences import Count, audience, counted, one, permitted
from bot.services.dial_ins.rulings import Draft, enter_ruling
from bot.services.dial_ins.telling import stream_of, tellings_for
from bot.services.entering import enter
from bot.services.lines import about_work
from bot.store import dial_in_people as people
from bot.store import dial_ins as stored
from bot.store import inbox, outbox, questions
from bot.store.dial_ins import CANCELLED, DROPPED, DialIn
from bot.store.rulings import Ruling
from bot.store.work import Work

LONGEST, AT_ONCE = 1200, 8
ANSWER = "answer:"  # before a question's id, the name of its input
OF_USE = timedelta(days=14)  # whoever has no tour in this time finds the answers among the rulings


@dataclass(frozen=True, slots=True)
class Noting:
    """A dial-in whose notes are to be written, and the questions that wait; `rest` more wait behind them."""

    dial_in: DialIn
    series: Series | None
    questions: tuple[Asked, ...]
    rest: int
    counts: tuple[Count, ...] = ()

    @property
    def code(self) -> str:
        """The series' code."""
        return self.dial_in.series

    @property
    def names(self) -> Mapping[str, str]:
        """The series' names."""
        return self.series.names if self.series else {}

    @property
    def options(self) -> list[tuple[str, str]]:
        """The questions as the choices of a menu."""
        return [(each.id, each.words[:75]) for each in self.questions]


@dataclass(frozen=True, slots=True)
class Notes:
    """What the Registrar wrote: notes, answers by the question's id, and what is not to be carried over."""

    notes: str
    answers: Mapping[str, str]
    aside: Sequence[str] = ()
    edition: str = ""
    question: str = ""  # a further one that was asked in the call, and its answer
    answer: str = ""


def to_note(work: Work, asker: Person, typed: str) -> Noting:
    """The newest dial-in that has begun, of a series or of all.

    Raises Refused `not_yours`, `no_dial_in_yet`.
    """
    permitted(work, asker.collar, Action.DIAL_IN)
    dial_in = stored.last_begun(work, typed.strip().lower())
    if dial_in is None:
        raise Refused("no_dial_in_yet")
    waiting = questions.waiting(work, dial_in.series)
    series = stored.all_series(work).get(dial_in.series)
    counts = counted(work, dial_in, people.answers(work, dial_in))
    return Noting(dial_in, series, waiting[:AT_ONCE], max(0, len(waiting) - AT_ONCE), counts)


def publish(work: Work, request: Request, carried: str, written: Notes) -> list[Ruling]:
    """Publish notes and answers, which are rulings from then on.

    Raises Refused `not_yours`, `no_dial_in_yet`, `stale`, `about_a_person`, `line_too_long`.
    """
    inbox.claim(work, request.id)
    permitted(work, request.actor, Action.DIAL_IN)
    dial_in = one(work, carried, lock=True)
    if dial_in.starts_at > work.at or dial_in.state in (CANCELLED, DROPPED):
        raise Refused("no_dial_in_yet")
    notes = about_work(written.notes, "notes", LONGEST)
    stored.change(work, dial_in, notes=notes or dial_in.notes)
    made = _answers(work, request, dial_in, written)
    _tell(work, dial_in)
    return made


def _answers(work: Work, request: Request, dial_in: DialIn, written: Notes) -> list[Ruling]:
    """Make rulings of the answers; what is answered or set aside waits no more."""
    made = [enter_ruling(work, request, draft) for draft in _drafts(work, dial_in, written)]
    questions.become(work, [q for q, said in written.answers.items() if said], questions.ANSWERED)
    questions.become(work, written.aside, questions.SET_ASIDE)
    numbers = [ruling.id for ruling in made]
    enter(work, stream_of(dial_in), Happened.DIAL_IN_NOTED, request.actor, rulings=numbers)
    return made


def _drafts(work: Work, dial_in: DialIn, written: Notes) -> list[Draft]:
    asked = {q.id: q.words for q in questions.waiting(work, dial_in.series)}
    pairs = [(asked[q], said, ANSWER + q) for q, said in written.answers.items() if said and q in asked]
    if written.question and written.answer:
        pairs.append((written.question, written.answer, "answer"))
    return [
        Draft(question, answer, written.edition, None, dial_in.series, dial_in.week, block_id)
        for question, answer, block_id in pairs
    ]


def _tell(work: Work, dial_in: DialIn) -> None:
    series = stored.all_series(work).get(dial_in.series)
    those = audience(work, series) if series else []
    people.add(work, list(tellings_for(work, dial_in, Notice.NOTES, those, work.at + OF_USE)))
    told = [t.key for t in people.of(work, dial_in) if t.kind == Notice.NOTES and t.told_at is not None]
    outbox.freshen(work, told)
