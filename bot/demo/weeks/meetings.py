"""The Daily Management Meetings of the weeks before a scene, as their people held them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from bot.demo.weeks.diary import Diary
from bot.demo.weeks.words import words
from bot.domain.meeting import How, Item, Meeting
from bot.domain.offence import RUNNING
from bot.services.case import Target
from bot.services.decisions import allocations
from bot.services.meetings import ending as meeting_ending
from bot.services.meetings import promises, reviewing, starting
from bot.store import incidents as stored_incidents
from bot.store import meetings as stored
from bot.store import promises as promised
from bot.store.work import Work

MINUTE = timedelta(minutes=1)
TALK = 10 * MINUTE  # of what stands on no list
REVIEWED, PROMISED, KEPT, READ_OUT = 0.75, 0.12, 0.8, 0.6


@dataclass(frozen=True, slots=True)
class Meetings:
    """Meetings, noted in a diary as they go on; `missed` is the unit and the day of the one not held."""

    diary: Diary
    missed: tuple[str, date]

    def day(self, day: date) -> None:
        """Note the meetings of a local day."""
        for code, unit in self.diary.force.units.items():
            begins = unit.dmm.local_time(day) if unit.dmm else None
            if begins and (code, day) != self.missed:
                late = timedelta(minutes=self.diary.luck.randrange(5))
                self.diary.note(self.diary.at(day, begins.isoformat()) + late, partial(self._start, code))

    def _chair(self, unit: str) -> str:
        return self.diary.posts.one(unit, "chief_inspector", "inspector")

    def _start(self, unit: str, work: Work) -> None:
        """The chair opens it, people come, and its items are taken one after the other."""
        asks, posts = self.diary.asks, self.diary.posts
        meeting = starting.start(work, asks(self._chair(unit)), unit).meeting
        for collar in (posts.one(unit, "sergeant"), *posts.of(unit, "inspector")):
            starting.come(work, asks(collar), unit)
        at = work.at
        for item in stored.items(work, meeting):
            at += MINUTE
            self.diary.note(at, partial(self._take, unit, item))
        self.diary.note(at + 2 * MINUTE, partial(self._read_out, unit))
        self.diary.note(at + 2 * MINUTE + TALK, partial(self._end, unit))

    def _take(self, unit: str, item: Item, work: Work) -> None:
        luck, sergeant = self.diary.luck.random(), self.diary.posts.one(unit, "sergeant")
        incident = stored_incidents.by_ids(work, [item.incident_id])[item.incident_id]
        running = any(o.state in RUNNING for o in stored_incidents.offences_of(work, incident.id))
        if incident.restricted or not running or luck > REVIEWED:
            return
        target, asks = Target(incident.key), self.diary.asks
        if incident.oic is None:
            officer = self.diary.luck.choice(self.diary.posts.of(unit, "constable"))
            allocations.allocate(work, asks(sergeant), target, officer, "NOB")
        reviewing.review(work, asks(self._chair(unit)), target, self.diary.luck.choice(words().reviews))
        if luck < PROMISED:
            line, due = self.diary.luck.choice(words().promises), work.at + timedelta(hours=6)
            promises.promise(work, asks(sergeant), target, sergeant, line, due)
            if self.diary.luck.random() < KEPT:
                self.diary.note(due - timedelta(hours=1), partial(self._keep, sergeant))

    def _keep(self, collar: str, work: Work) -> None:
        for owed in promised.owed_by(work, collar)[:1]:
            promises.keep(work, self.diary.asks(collar), owed.id)

    def _read_out(self, unit: str, work: Work) -> None:
        """The rest is read out, mostly."""
        if self.diary.luck.random() < READ_OUT and self._open(work, starting.running(work, unit)):
            reviewing.read_out(work, self.diary.asks(self._chair(unit)), unit, secluded=False)

    def _end(self, unit: str, work: Work) -> None:
        """What no other meeting takes in time has its reason."""
        chair = self._chair(unit)
        left = meeting_ending.before_it_ends(work, chair, unit)
        said = ("INF", words().left_open) if left.left or left.hidden else ("", "")
        meeting_ending.end(work, self.diary.asks(chair), unit, *said)

    def _open(self, work: Work, meeting: Meeting) -> bool:
        """Whether something that all may hear of was not looked at."""
        ids = [i.incident_id for i in stored.items(work, meeting) if i.how is How.OPEN]
        return any(not held.restricted for held in stored_incidents.by_ids(work, ids).values())
