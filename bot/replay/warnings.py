"""What the bot would have told: each stage that an offence entered undecided, and the messages it makes."""

from collections import Counter, defaultdict
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
from bot.domain.ladder import ONE
from bot.domain.telling import LOUD, stands_alone
from bot.replay.audience import Audience
from bot.replay.climbing import Hours
from bot.replay.findings import Findings, Traffic
from bot.replay.lives import Life
from bot.replay.rules import Rules
from bot.replay.shelf import Roll, Row
from bot.replay.taking import Version, instant

MOMENT = timedelta(microseconds=1)
ALOUD = frozenset(stage for stage in STAGES if stage & LOUD)  # the stages that are worth a message


AT_AND_WHERE, STAGE = itemgetter(0, 9), itemgetter(2)  # of a Warning


def _in_turn(row: Row) -> tuple[float, bool, str]:
    """What stands in a channel first, then what goes to people."""
    return row[0], row[9].startswith(ONE), row[9]


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
    force, known, ends = rules.force, life.known_at, ending(life, fate, until)
    if known is None or ends < fate.due_at - rules.widest:
        return
    unit = force.units.get(life.last.unit)
    for crossing in crossings(fate.told_at, unit.dmm if unit else None, force.zone, force.stages):
        at = max(crossing.at, known)
        if at < ends:
            yield at, crossing


def ending(life: Life, fate: Fate, until: datetime) -> datetime:
    """The instant before which anything of an offence is told: it was decided then, or the log is over.

    What is undecided at the log's last instant is told at that instant too.
    """
    decided = fate.recorded_at or (instant(life.last.closed or 0) if fate.negated else None)
    return min(decided, until) if decided else until + MOMENT


def warning(
    rules: Rules, audience: Audience, last: Version, day: int, at: float, crossing: Crossing, due: float
) -> Row:
    """A crossing as a Warning has it, of the log as it was called at that instant."""
    early, stage = last.closed is not None and at < last.closed, int(crossing.stage)
    category = last.opening if early else last.category
    codes = category, last.qualifiers, last.markers
    restricted, where = rules.spoken(last.unit, *codes)
    people = audience.of(at, stage, (last.unit, *codes, restricted))
    about = day, last.number, last.unit, category, restricted
    return (at, crossing.at.timestamp(), stage, *about, due, where, people)


class Speaker:
    """Puts warnings into messages as the live bot does: one a channel and instant, threads in the quiet."""

    def __init__(self, force: Force, findings: Findings, roll: Roll) -> None:
        self._force, self._findings, self._roll = force, findings, roll
        self._zone = ZoneInfo(force.zone)
        self._roots: dict[str, float] = {}
        self._channels = findings.channels = defaultdict(Traffic)
        self._people = findings.people = defaultdict(Counter)
        self._hours = Hours(force.ladder.messages_an_hour)
        self._alone = lru_cache(10_000)(self._stands_alone)

    def speak(self, warnings: Iterable[Row]) -> None:
        """Say everything of one day, in order of time; each as a Warning has it."""
        ordered = sorted(warnings, key=_in_turn)
        for (at, name), together in groupby(ordered, key=AT_AND_WHERE):
            day = instant(at).astimezone(self._zone).date().isoformat()
            if name.startswith(ONE):
                self._tell(name.removeprefix(ONE), at, day)
            else:
                self._say(name, at, day, list(together))

    def _tell(self, collar: str, at: float, day: str) -> None:
        if self._hours.tell(collar, at):
            self._people[collar][day] += 1

    def _say(self, name: str, at: float, day: str, items: list[Row]) -> None:
        root = self._roots.get(name)
        alone = self._alone(frozenset(map(STAGE, items)), None if root is None else at - root)
        traffic = self._channels[name]
        (traffic.posts if alone else traffic.replies)[day] += 1
        if alone:
            self._roots[name] = at
        fit, others = self._hours.mention((collar for item in items for collar in item[-1]), at)
        for collar in fit:
            self._people[collar][day] += 1
        for collar in others:
            self._tell(collar, at, day)
        for item in items:
            self._roll.add((*item[:-1], tuple(c for c in item[-1] if c in fit), alone))

    def _stands_alone(self, stages: frozenset[int], ago: float | None) -> bool:
        since = None if ago is None else timedelta(seconds=ago)
        return stands_alone([Stage(stage) for stage in stages], since, self._force)
