"""What the bot would have told: each stage that an offence entered undecided, and the messages it makes."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.clock import Crossing, Stage, crossings
from bot.domain.figures import Fate
from bot.domain.force import Force
from bot.domain.incident import Incident, IncidentKey
from bot.domain.people import Roster, duty_changes
from bot.domain.telling import LOUD, channel, concerned, stands_alone
from bot.replay.findings import Findings, Traffic
from bot.replay.lives import Life
from bot.replay.rules import Rules
from bot.replay.shelf import Roll
from bot.replay.taking import instant


class Warning(NamedTuple):
    """A loud stage as it would have been told: `at` and when it was `crossed` are in seconds."""

    at: float
    crossed: float
    stage: int
    day: int
    number: str
    unit: str
    category: str
    qualifiers: tuple[str, ...]
    markers: tuple[str, ...]
    restricted: bool
    due: float


def entered(force: Force, life: Life, fate: Fate, until: datetime) -> Iterator[tuple[datetime, Crossing]]:
    """Each stage that the offence entered before it was decided and the log ends, with when it is told."""
    stages = force.stages
    ends = min(fate.recorded_at or until, until)
    widest = max(stages.approaching, stages.no_meeting_left, stages.urgent)
    if life.known_at is None or ends < fate.due_at - widest:
        return
    unit = force.units.get(life.last.unit)
    for crossing in crossings(fate.told_at, unit.dmm if unit else None, force.zone, stages):
        at = max(crossing.at, life.known_at)
        if at < ends or (at == ends == until and fate.recorded_at is None):
            yield at, crossing


def warning(
    rules: Rules, life: Life, day: int, at: datetime, crossing: Crossing, due_at: datetime
) -> Warning:
    """A crossing as it is laid aside until its turn comes, of the log as it was called at that instant."""
    last = life.last
    early = last.closed is not None and at.timestamp() < last.closed
    category = last.opening if early else last.category
    return Warning(
        at.timestamp(),
        crossing.at.timestamp(),
        int(crossing.stage),
        day,
        last.number,
        last.unit,
        category,
        last.qualifiers,
        last.markers,
        rules.rule(category, last.qualifiers, last.markers).restricted,
        due_at.timestamp(),
    )


class Speaker:
    """Puts warnings into messages as the live bot does: one a channel and instant, threads in the quiet."""

    def __init__(self, force: Force, roster: Roster, findings: Findings, roll: Roll) -> None:
        self._force, self._roster, self._findings, self._roll = force, roster, findings, roll
        self._zone = ZoneInfo(force.zone)
        self._roots: dict[str, float] = {}
        self._concerned = lru_cache(10_000)(self._whom)
        self._shifts = lru_cache(10)(self._bounds)

    def speak(self, warnings: Iterable[Warning]) -> None:
        """Say everything of one day, in order of time."""
        ordered = sorted(warnings)
        for at, together in groupby(ordered, key=lambda w: w.at):
            by_channel: dict[str, list[Warning]] = {}
            for each in together:
                by_channel.setdefault(channel(self._force, each.unit, each.restricted), []).append(each)
            day = instant(at).astimezone(self._zone).date().isoformat()
            for name, items in by_channel.items():
                self._say(name, at, day, items)

    def _say(self, name: str, at: float, day: str, items: list[Warning]) -> None:
        root = self._roots.get(name)
        ago = timedelta(seconds=at - root) if root is not None else None
        traffic = self._findings.channels.setdefault(name, Traffic())
        alone = stands_alone([Stage(i.stage) for i in items], ago, self._force)
        if alone:
            self._roots[name] = at
            traffic.posts[day] += 1
        else:
            traffic.replies[day] += 1
        told = [(item, self._people(item, at)) for item in items]
        for collar in {collar for _, people in told for collar in people}:
            self._findings.people.setdefault(collar, Counter())[day] += 1
        for item, people in told:
            self._roll.add((*item, name, alone, people))

    def _people(self, item: Warning, at: float) -> tuple[str, ...]:
        """Whom it concerns: asked once for each shift of each kind of incident."""
        bounds = self._shifts(int(at // 86_400))
        began = bounds[bisect_right(bounds, at) - 1]
        if not item.restricted:  # everybody may see it, whatever it is
            return self._concerned(began, item.stage, item.unit, "", (), (), False)
        return self._concerned(
            began, item.stage, item.unit, item.category, item.qualifiers, item.markers, True
        )

    def _bounds(self, day: int) -> tuple[float, ...]:
        """When duty changes around a day since 1970 (seconds): in between nobody comes or goes."""
        local = instant(day * 86_400).astimezone(self._zone).date()
        days = (local + timedelta(days=n) for n in (-1, 0, 1))
        return tuple(
            at.timestamp() for each in days for at in duty_changes(self._roster, each, self._force.zone)
        )

    def _whom(
        self,
        began: float,
        stage: int,
        unit: str,
        category: str,
        qualifiers: tuple[str, ...],
        markers: tuple[str, ...],
        restricted: bool,
    ) -> tuple[str, ...]:
        at = instant(began)
        roster = self._roster.on(at.astimezone(self._zone).date())
        incident = _spoken_of(self._force, unit, category, qualifiers, markers, restricted)
        return tuple(p.collar for p in concerned(roster, self._force, incident, Stage(stage), at))


def _spoken_of(
    force: Force,
    unit: str,
    category: str,
    qualifiers: tuple[str, ...],
    markers: tuple[str, ...],
    restricted: bool,
) -> Incident:
    """As much of an incident as decides whom it concerns."""
    key = IncidentKey(force.id, date.min, "")
    return Incident(
        0, key, datetime.min.replace(tzinfo=UTC), "", category, category, qualifiers, markers, unit,
        "", "", "", (), "", None, "", restricted, None, None, None, 1,
    )  # fmt: skip


def is_loud(crossing: Crossing) -> bool:
    """Whether a stage is worth a message."""
    return bool(crossing.stage & LOUD)
