"""What the bot would have told: each stage that an offence entered undecided, and the messages it makes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.clock import STAGES, Crossing, Stage, crossings
from bot.domain.figures import Fate
from bot.domain.force import Force
from bot.domain.telling import LOUD, channel, stands_alone
from bot.replay.audience import Audience
from bot.replay.findings import Findings, Traffic
from bot.replay.lives import Life
from bot.replay.rules import Rules
from bot.replay.shelf import Roll
from bot.replay.taking import instant

IS_LOUD = {stage: bool(stage & LOUD) for stage in STAGES}  # whether a stage is worth a message


class Warning(NamedTuple):
    """A loud stage as it would have been told: `at`, when it was `crossed` and `due` are in seconds."""

    at: float
    crossed: float
    stage: int
    day: int
    number: str
    unit: str
    category: str
    restricted: bool
    due: float
    channel: str
    people: tuple[str, ...]


def entered(rules: Rules, life: Life, fate: Fate, until: datetime) -> Iterator[tuple[datetime, Crossing]]:
    """Each stage that the offence entered before it was decided and the log ends, with when it is told."""
    force, known = rules.force, life.known_at
    ends = min(fate.recorded_at or until, until)
    if known is None or ends < fate.due_at - rules.widest:
        return
    unit = force.units.get(life.last.unit)
    for crossing in crossings(fate.told_at, unit.dmm if unit else None, force.zone, force.stages):
        at = max(crossing.at, known)
        if at < ends or (at == ends == until and fate.recorded_at is None):
            yield at, crossing


def warning(
    rules: Rules, audience: Audience, life: Life, day: int, at: datetime, crossing: Crossing, due: datetime
) -> Warning:
    """A crossing as it is laid aside until its turn comes, of the log as it was called at that instant."""
    last, seconds, stage = life.last, at.timestamp(), int(crossing.stage)
    early = last.closed is not None and seconds < last.closed
    category = last.opening if early else last.category
    restricted = rules.rule(category, last.qualifiers, last.markers).restricted
    people = audience.of(seconds, stage, last.unit, category, last.qualifiers, last.markers, restricted)
    about = day, last.number, last.unit, category, restricted
    where = channel(rules.force, last.unit, restricted)
    return Warning(seconds, crossing.at.timestamp(), stage, *about, due.timestamp(), where, people)


class Speaker:
    """Puts warnings into messages as the live bot does: one a channel and instant, threads in the quiet."""

    def __init__(self, force: Force, findings: Findings, roll: Roll) -> None:
        self._force, self._findings, self._roll = force, findings, roll
        self._zone = ZoneInfo(force.zone)
        self._roots: dict[str, float] = {}
        self._alone = lru_cache(10_000)(self._stands_alone)

    def speak(self, warnings: Iterable[Warning]) -> None:
        """Say everything of one day, in order of time."""
        ordered = sorted(warnings, key=itemgetter(0, 9))
        for (at, name), together in groupby(ordered, key=itemgetter(0, 9)):
            day = instant(at).astimezone(self._zone).date().isoformat()
            self._say(name, at, day, list(together))

    def _say(self, name: str, at: float, day: str, items: list[Warning]) -> None:
        root = self._roots.get(name)
        alone = self._alone(tuple({i.stage for i in items}), None if root is None else at - root)
        traffic = self._findings.channels.setdefault(name, Traffic())
        (traffic.posts if alone else traffic.replies)[day] += 1
        if alone:
            self._roots[name] = at
        for collar in {collar for item in items for collar in item.people}:
            self._findings.people.setdefault(collar, Counter())[day] += 1
        for item in items:
            self._roll.add((*item, alone))

    def _stands_alone(self, stages: tuple[int, ...], ago: float | None) -> bool:
        since = None if ago is None else timedelta(seconds=ago)
        return stands_alone([Stage(stage) for stage in stages], since, self._force)
