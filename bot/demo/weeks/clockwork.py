"""What the clock did in the weeks before a scene: the services of the timetable, as often as they matter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.demo.weeks.diary import Diary
from bot.demo.weeks.slack import FormerSlack
from bot.domain.auditing import Patience
from bot.services.audit import auditor
from bot.services.dial_ins import rounds as dial_in_rounds
from bot.services.dial_ins import themes
from bot.services.digests import daily, weekly
from bot.services.ladder import climbing, stages
from bot.services.meetings import rounds as meeting_rounds
from bot.services.messages import live_lists
from bot.store.work import Work

EVERY = timedelta(hours=2)  # beside the instants at which a clock crosses a stage
LISTED = ("08:00", "08:30", "08:45", "09:00", "11:01")  # half an hour before each meeting; one not held
MET = ("09:01", "09:16", "09:31", "10:01", "10:31")  # no meeting is left, and then the ladder goes on
REACHED = ((12, 0), (18, 0), (22, 0), (22, 20), (24, 0), (25, 0))  # after a report: a stage, a rung, a step
CALLED = ("07:05", "10:05", "13:05", "14:55", "16:05")
DIGESTED = ("07:01", "13:01")
LOOK_EVERY, LOOKS_ON = timedelta(minutes=2), timedelta(minutes=40)  # as often as the auditor must, and after


@dataclass(frozen=True, slots=True)
class Clockwork:
    """The jobs, noted in a diary; what they put is taken by `slack`."""

    diary: Diary
    slack: FormerSlack

    def day(self, day: date, read: bool) -> None:
        """Note what the clock does on a local day; digests and dial-ins only where they are still `read`."""
        midnight = self.diary.at(day, "00:00")
        self.diary.note(midnight + timedelta(minutes=1), self._told(_list))
        for n in range(timedelta(days=1) // EVERY):
            self.diary.note(midnight + n * EVERY + timedelta(minutes=3), self.go_on)
        for local in MET:
            self.diary.note(self.diary.at(day, local), self.go_on)
        self._at(day, LISTED, _meet)
        if read:
            self._at(day, DIGESTED, _digest)
            self._at(day, CALLED, _call)
        if read and day.weekday() == self.diary.force.weekly_day:
            self._at(day, ("08:01",), _weekly)

    def audit(self, since: datetime, until: datetime) -> None:
        """Let the auditor look, from one instant to another (UTC)."""
        at = since
        while at <= until:
            self.diary.note(at, self.go_on)
            self.diary.note(at, _look)
            at += LOOK_EVERY

    def watch(self, reported_at: datetime, since: datetime, until: datetime) -> None:
        """Note the instants (UTC) at which a report is told of, whose clock runs from one to another."""
        for hours, minutes in REACHED:
            at = reported_at + timedelta(hours=hours, minutes=minutes, seconds=40)
            if since < at < until:
                self.diary.note(at, self.go_on)

    def _at(self, day: date, times: tuple[str, ...], job: Callable[[Work], None]) -> None:
        for local in times:
            self.diary.note(self.diary.at(day, local), self._told(job))

    def _told(self, job: Callable[[Work], None]) -> Callable[[Work], None]:
        def done(work: Work) -> None:
            job(work)
            self.slack.take(work)

        return done

    def go_on(self, work: Work) -> None:
        """Cross the stages and climb the ladder as far as either is due."""
        moved = 0
        while found := stages.move_on(work):
            moved += found
        while found := climbing.climb(work):
            moved += found
        if moved:
            self.slack.take(work)


def _list(work: Work) -> None:
    live_lists.open_lists(work)


def _meet(work: Work) -> None:
    meeting_rounds.keep(work)


def _digest(work: Work) -> None:
    while daily.send_due(work):
        pass


def _weekly(work: Work) -> None:
    weekly.send(work, weekly.ready(work))


def _call(work: Work) -> None:
    dial_in_rounds.plan(work)
    for call in dial_in_rounds.calls(work):
        dial_in_rounds.remind(work, call, themes.of(work, call.dial_in))
    while dial_in_rounds.go_on(work):
        pass


def _look(work: Work) -> None:
    auditor.tell(work, auditor.look(work, Patience()))
