"""The days of the weeks before a scene: what was reported, what people did, what the clock did."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from bot.demo.scenes import Scene
from bot.demo.weeks.calls import Calls
from bot.demo.weeks.clockwork import LOOKS_ON, Clockwork
from bot.demo.weeks.diary import Diary
from bot.demo.weeks.eve import eve, of_eve
from bot.demo.weeks.lives import SOURCE, Lives
from bot.demo.weeks.meetings import Meetings
from bot.demo.weeks.reports import BAD, Life, life, of_day, told
from bot.demo.weeks.signals import planted, signalling
from bot.demo.weeks.slack import FormerSlack
from bot.domain.incident import IncidentReport
from bot.services.feeds import intake
from bot.store.work import Work

READ = 15  # days: whatever was sent before is nobody's to read any more
MISSED = ("powys", 9)  # the unit whose meeting was not held, and how many days before the scene
AWAY, AWAY_FROM, AWAY_UNTIL = 3, "06:50", "07:40"  # how many days before, Slack took nothing
TURNS = ("07:10", "15:10", "23:10")  # when a turn of the control room begins, and its logs come
QUIET = timedelta(minutes=10)  # before the scene the auditor looks no more


@dataclass(frozen=True, slots=True)
class Weeks:
    """A past up to a scene on the local day `last`; from `fed` on the scene's own feed tells of reports."""

    scene: Scene
    diary: Diary
    last: date
    fed: date
    clockwork: Clockwork
    meetings: Meetings
    lives: Lives

    @classmethod
    def before(cls, scene: Scene, diary: Diary, last: date, fed: date) -> "Weeks":
        """The weeks before a scene, of which only what stands alone is noted so far."""
        slack = FormerSlack(*(diary.at(last - timedelta(days=AWAY), at) for at in (AWAY_FROM, AWAY_UNTIL)))
        clockwork = Clockwork(diary, slack)
        clockwork.audit(slack.away_from, slack.away_until + LOOKS_ON)
        clockwork.audit(scene.starts - 2 * QUIET, scene.starts - QUIET)
        Calls(diary, last).all()
        missed = (MISSED[0], last - timedelta(days=MISSED[1]))
        return cls(scene, diary, last, fed, clockwork, Meetings(diary, missed), Lives(diary, clockwork))

    def live(self, work: Work, day: date, until: datetime) -> None:
        """Live a local day, up to an instant (UTC)."""
        self.clockwork.day(day, (self.last - day).days <= READ)
        self.meetings.day(day)
        if day < self.fed:
            self._reports(day)
        if day == eve(self.scene, self.diary, self.last):
            self._eve(day)
        self.diary.live(work, until)
        self.clockwork.slack.take(replace(work, at=until, puts=0))

    def _reports(self, day: date) -> None:
        """What was reported on a day: what starts a clock comes at once, the rest with the turns."""
        force, rest = self.diary.force, defaultdict[datetime, list[IncidentReport]](list)
        lives, days = list[Life](), (self.last - day).days
        for one in (*of_day(day, force, self.scene.seed), *planted(self.diary.at(day, "00:00"), days)):
            report = told(one, day, force)
            if force.rule(one.category, one.qualifiers, one.markers).starts_clock:
                self.diary.note(one.logged_at + timedelta(minutes=1), partial(_take, [report]))
                lives.append(life(report, force, self.diary.luck, days == BAD))
            else:
                rest[self._turn(day, one.logged_at)].append(report)
        for each in signalling(lives, days):
            self.lives.begins(each)
        for at, reports in rest.items():
            self.diary.note(at, partial(_take, reports))

    def _eve(self, day: date) -> None:
        """What the last meetings look at, which are held before the scene's own feed is read."""
        for each in of_eve(day, self.diary, self.scene.seed):
            logged = each.report.logged_at or each.report.reported_at
            self.diary.note(logged + timedelta(minutes=1), partial(_take, [each.report]))
            self.lives.begins(each)

    def _turn(self, day: date, at: datetime) -> datetime:
        ends = (self.diary.at(day, local) for local in TURNS)
        return next((end for end in ends if at < end), at + timedelta(minutes=1))


def _take(reports: list[IncidentReport], work: Work) -> None:
    intake.take(work, SOURCE, reports)
