"""The Registrar's dial-ins of the weeks before a scene: questions, who came, notes and rulings."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from bot.demo.weeks.diary import Diary
from bot.demo.weeks.words import Answer, Question, words
from bot.domain.dial_in import Reply
from bot.services.dial_ins import answers, asking, notes, rulings
from bot.services.dial_ins.notes import Notes
from bot.services.dial_ins.occurrences import audience
from bot.services.dial_ins.rulings import Draft
from bot.store import dial_ins as stored
from bot.store import questions
from bot.store import rulings as kept
from bot.store.dial_ins import DialIn
from bot.store.work import Work

SERIES, HELD = "force", (9, 2)  # the days before the scene on which it was held
COMES, IS_HERE = 0.75, 0.85


@dataclass(frozen=True, slots=True)
class Calls:
    """Dial-ins, noted in a diary; days are counted back from `last`."""

    diary: Diary
    last: date

    def all(self) -> None:
        """Note everything about them."""
        note, at = self.diary.note, self._at
        for question in words().questions:
            note(at(question.days, "11:20"), partial(self._ask, question))
        for ruling in words().rulings:
            note(at(ruling.days, "16:20"), partial(self._rule, ruling))
        note(at(1, "13:20"), self._answer)  # to the next one
        for days in HELD:
            note(at(days, "13:20"), self._answer)
            note(at(days, "14:02"), self._come)
            note(at(days, "14:50"), self._publish)

    def _at(self, days: int, local: str) -> datetime:
        return self.diary.at(self.last - timedelta(days=days), local)

    @property
    def _registrar(self) -> str:
        return self.diary.posts.by_role["registrar"]

    def _ask(self, question: Question, work: Work) -> None:
        asks = self.diary.asks(self.diary.posts.one("ceredigion", "sergeant"))
        asking.ask(work, asks, SERIES, question.asked)

    def _rule(self, ruling: Answer, work: Work) -> None:
        before = next((r.id for r in kept.found(work, []) if r.question == ruling.supersedes), None)
        draft = Draft(ruling.question, ruling.answer, ruling.edition, before)
        rulings.give(work, self.diary.asks(self._registrar), draft)

    def _answer(self, work: Work) -> None:
        dial_in, luck = _nearest(work), self.diary.luck
        for person in audience(work, stored.all_series(work)[SERIES]):
            reply = Reply.COMING if luck.random() < COMES else Reply.NOT_COMING
            answers.answer(work, self.diary.asks(person.collar), dial_in.id, reply)

    def _come(self, work: Work) -> None:
        dial_in, luck = _nearest(work), self.diary.luck
        for person in audience(work, stored.all_series(work)[SERIES]):
            if luck.random() < COMES * IS_HERE:
                answers.here(work, self.diary.asks(person.collar), dial_in.id)

    def _publish(self, work: Work) -> None:
        """What has an answer is answered; the rest waits for the next."""
        answered = {q.asked: q.answer for q in words().questions if q.answer}
        said = {q.id: answered[q.words] for q in questions.waiting(work, SERIES) if q.words in answered}
        edition = work.force.edition(work.today).id
        written = Notes(words().notes, said, edition=edition)
        notes.publish(work, self.diary.asks(self._registrar), _nearest(work).id, written)


def _nearest(work: Work) -> DialIn:
    """The one that is held, or the next."""
    found = (d for d in stored.ahead(work) if d.series == SERIES)
    return min(found, key=lambda d: d.starts_at)
