"""What people did about the reports of some weeks: gave them out, recorded, negated, checked, sent back."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.demo.weeks.clockwork import Clockwork
from bot.demo.weeks.diary import Diary
from bot.demo.weeks.reports import Life
from bot.domain.incident import Incident
from bot.domain.offence import RUNNING, Decision, Offence, State
from bot.services.case import Target
from bot.services.decisions import allocations, checks, corrections, deciding
from bot.services.feeds import intake
from bot.store import incidents as stored
from bot.store.work import Work

SOURCE = "storm"
REASONS = ("LOG", "LOG", "MOR", "ENQ")
SOON = timedelta(minutes=45)


@dataclass(frozen=True, slots=True)
class Lives:
    """The lives of reports, noted in a diary as they go on."""

    diary: Diary
    clockwork: Clockwork

    def begins(self, life: Life) -> None:
        """Note what becomes of a report."""
        note = self.diary.note
        note(life.given_at, partial(self._give, life))
        note(life.decided_at, partial(self._decide, life))
        note(life.checked_at, partial(self._check, life))
        stops, begun = self._stops(life), life.report.logged_at or life.given_at
        self.clockwork.watch(life.report.reported_at, begun + timedelta(minutes=2), stops)

    def _give(self, life: Life, work: Work) -> None:
        """A sergeant gives it to one of hers, unless a meeting did."""
        unit, posts = life.report.unit, self.diary.posts
        incident, offences = self._held(work, life)
        if (
            incident.restricted
            or incident.oic
            or not posts.of(unit, "constable")
            or offences[0].state not in RUNNING
        ):
            return
        officer = self.diary.luck.choice(posts.of(unit, "constable"))
        asks = self.diary.asks(posts.one(unit, "sergeant"))
        allocations.allocate(work, asks, Target(life.report.key), officer, "KNO")

    def _decide(self, life: Life, work: Work) -> None:
        incident, offences = self._held(work, life)
        if offences[0].state not in (State.OPEN, State.RETURNED):
            return
        if life.fate == "negated" and not incident.restricted:
            self._negate(life, work)
        elif life.fate == "n100":
            inspector = self.diary.asks(self.diary.posts.one("carmarthenshire", "inspector"))
            deciding.record(work, inspector, Target(life.report.key, 1), Decision.N100, None, "NYS")
        elif life.typed and not incident.restricted:
            self._record(life, work)
        else:
            intake.take(work, SOURCE, [replace(life.report, crime_refs=(life.ref,))])

    def _record(self, life: Life, work: Work, n: int = 1) -> None:
        ref = life.ref if n == 1 else f"{life.ref[:-4]}{int(life.ref[-4:]) + 4000}"
        asks = self.diary.asks(self._officer(work, life))
        deciding.record(work, asks, Target(life.report.key, n), Decision.CRIME, ref)
        if life.another and n == 1:
            self.diary.note(work.at + SOON, partial(self._another, life))

    def _another(self, life: Life, work: Work) -> None:
        """The log holds a further offence, which is recorded too."""
        asks = self.diary.asks(self._officer(work, life))
        added = corrections.add_offence(work, asks, Target(life.report.key), work.at - SOON)
        self.diary.note(work.at + 2 * SOON, partial(self._record_next, life, added.n))

    def _record_next(self, life: Life, n: int, work: Work) -> None:
        self._record(life, work, n)

    def _negate(self, life: Life, work: Work) -> None:
        asks = self.diary.asks(self.diary.posts.one(life.report.unit, "sergeant"))
        target, log_at = Target(life.report.key, 1), work.at - timedelta(minutes=5)
        deciding.negate(work, asks, target, Decision.NO_OFFENCE, "NNO", log_at, "yes")

    def _check(self, life: Life, work: Work) -> None:
        """The inspector confirms or signs off what waits for it, or sends it back once, to be recorded."""
        incident, offences = self._held(work, life)
        waiting = next((o for o in offences if _waits(o)), None)
        if waiting is None:
            return
        asks, target = self.diary.asks(self._checker(incident, life)), Target(life.report.key, waiting.n)
        if (
            life.sent_back
            and waiting.state is not State.RETURNED
            and life.fate != "n100"
            and not incident.restricted
        ):
            checks.send_it_back(work, asks, target, self.diary.luck.choice(REASONS))
            again = replace(life, fate="recorded", sent_back=False, typed=True, another=False)
            self._goes_on(work.at, again)
        elif waiting.state is State.NEGATED:
            checks.confirm(work, asks, target)
        else:
            checks.sign_off(work, asks, target)

    def _goes_on(self, at: datetime, again: Life) -> None:
        """What was sent back is decided anew, and its clock runs until then."""
        self.diary.note(at, self.clockwork.go_on)
        self.clockwork.watch(again.report.reported_at, at, at + 2 * SOON)
        self.diary.note(at + 2 * SOON, partial(self._decide, again))
        self.diary.note(at + 4 * SOON, partial(self._check, again))

    def _stops(self, life: Life) -> datetime:
        """When the clock of a report stops: that of a negated one when somebody confirms it."""
        return life.checked_at if life.fate == "negated" else life.decided_at

    def _checker(self, incident: Incident, life: Life) -> str:
        posts = self.diary.posts
        if life.fate == "n100" or incident.category == "rape":
            return posts.by_role["registrar"]
        return posts.one(life.report.unit if posts.of(life.report.unit, "inspector") else "fcc", "inspector")

    def _officer(self, work: Work, life: Life) -> str:
        """Whoever has it, else the hub's or the bureau's."""
        incident, _ = self._held(work, life)
        return incident.oic or self.diary.posts.by_role["crb"]

    def _held(self, work: Work, life: Life) -> tuple[Incident, list[Offence]]:
        incident = stored.by_key(work, life.report.key)
        assert incident is not None, life.report.key.ref
        return incident, stored.offences_of(work, incident.id)


def _waits(offence: Offence) -> bool:
    return offence.state is State.NEGATED or (offence.state is State.RECORDED and offence.sign_off_due)
