"""What was reported in the weeks before a scene, and what was to become of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random
from zoneinfo import ZoneInfo

from bot.demo.incidents import Invented, background, crime_ref
from bot.domain.force import Force
from bot.domain.incident import IncidentKey, IncidentReport

A_DAY = 80  # of some 400: enough for figures, and few enough to be told of in seconds
STEP = 4  # between two numbers: the control room counts those too that are not told of here
ELSEWHERE = ("fcc", "crb")  # they take what is nobody's; a unit's own weeks are fuller
NIGHT, BAD = range(2, 5), 6  # the hours that lose reports; and a Saturday, so many days before
LATE = {"day": 0.06, "night": 0.5, "bad": 0.48}
NEGATED, SENT_BACK, ANOTHER = 0.07, 0.14, 0.05
N100 = "rape_unconfirmed"


@dataclass(frozen=True, slots=True)
class Life:
    """A report that starts a clock, and its fate: when it is given to an officer, decided and checked (UTC).

    `fate` is recorded, negated or n100; `typed`: an officer enters it here, else it comes with the feed.
    """

    report: IncidentReport
    fate: str
    ref: str
    given_at: datetime
    decided_at: datetime
    checked_at: datetime
    typed: bool = True
    sent_back: bool = False
    another: bool = False


def of_day(day: date, force: Force, seed: int) -> list[Invented]:
    """Some of what was reported on a local day, numbered in the order of the logs."""
    some = islice(background(day, force, seed), A_DAY)
    found = [one for one in some if one.unit not in ELSEWHERE and not _suspect(one, force)]
    found.sort(key=lambda one: one.logged_at)
    return [replace(one, number=1 + STEP * n, changes=()) for n, one in enumerate(found)]


def _suspect(one: Invented, force: Force) -> bool:
    """Whether it has no clock and looks like crime: such logs would crowd the Registrar's second look."""
    rule = force.rule(one.category, one.qualifiers, one.markers)
    return bool(rule.classes) and not rule.starts_clock


def told(one: Invented, day: date, force: Force) -> IncidentReport:
    """An incident as the feed tells it."""
    return IncidentReport(
        IncidentKey(force.id, day, str(one.number)), one.reported_at, one.category, one.category, one.unit,
        logged_at=one.logged_at, route=one.route, qualifiers=one.qualifiers, grade=one.grade, beat=one.beat,
        markers=one.markers,
    )  # fmt: skip


def life(report: IncidentReport, force: Force, luck: Random, bad: bool) -> Life:
    """What becomes of a report: most are recorded within hours, some late, some are no crime after all."""
    told_at, logged = report.reported_at, report.logged_at or report.reported_at
    hour = told_at.astimezone(ZoneInfo(force.zone)).hour
    kind = "bad" if bad else "night" if hour in NIGHT else "day"
    hours = luck.uniform(24.5, 41) if luck.random() < LATE[kind] else min(21.5, luck.expovariate(0.16))
    decided = max(logged + timedelta(minutes=25), told_at + timedelta(hours=hours))
    given = logged + (decided - logged) * luck.uniform(0.1, 0.6)
    checked = decided + timedelta(hours=luck.uniform(1, 20))
    ref = crime_ref(report.key.day, 5000 + int(report.key.number))
    fate = "n100" if report.category == N100 else "negated" if luck.random() < NEGATED else "recorded"
    typed, back, another = (luck.random() for _ in range(3))
    return Life(report, fate, ref, given, decided, checked, typed < 0.5, back < SENT_BACK, another < ANOTHER)
