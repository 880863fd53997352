"""What the ladder would have told people directly, by the live bot's own rules; nobody has it in hand."""

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.domain.clock import Crossing
from bot.domain.figures import Fate
from bot.domain.ladder import ONE, TOGETHER, Due, begins, is_summary, overtaken, rungs_of, steps
from bot.domain.rungs import Way
from bot.replay.audience import Audience
from bot.replay.rules import Rules
from bot.replay.shelf import Row
from bot.replay.taking import Version

HOUR = 3600.0
Entered = tuple[datetime, Crossing]  # when a stage is told, and when it was crossed


def directly(
    rules: Rules,
    audience: Audience,
    last: Version,
    day: int,
    its: Fate,
    entered: list[Entered],
    ends: datetime,
) -> Iterator[Row]:
    """Each message of an offence to one person, as a Warning has it, whose channel is `@` and who it is."""
    for due in _due(rules, last, its, entered, ends):
        for at, person in _whom(rules, audience, last, due, ends.timestamp()):
            category, restricted, _ = _called(rules, last, at)
            about = day, last.number, last.unit, category, restricted
            yield (at, due.begins.timestamp(), 0, *about, its.due_at.timestamp(), f"{ONE}{person}", (person,))


def _whom(
    rules: Rules, audience: Audience, last: Version, due: Due, ends: float
) -> Iterator[tuple[float, str]]:
    """Whom a step tells by more than the alert, and when: whoever was let sleep hears as they wake."""
    at = due.at.timestamp()
    person, asleep = _meant(rules, audience, last, due, at, due.step.tell)
    alone = _alone(due)
    if alone and person:
        yield at, person
    later = alone or not person or due.step.way is Way.DIGEST  # an alert that mentions another is told
    woken = audience.quiet_ends(at) if asleep and later else None
    if woken is not None and woken < ends:
        for collar in asleep:
            there, _ = _meant(rules, audience, last, due, woken, f"{ONE}{collar}")
            yield from [(woken, there)] if there else []


def _meant(
    rules: Rules, audience: Audience, last: Version, due: Due, at: float, tell: str
) -> tuple[str, tuple[str, ...]]:
    category, restricted, (qualifiers, markers) = _called(rules, last, at)
    return audience.meant(at, tell, due.rung, (last.unit, category, qualifiers, markers, restricted))


def _called(
    rules: Rules, last: Version, at: float
) -> tuple[str, bool, tuple[tuple[str, ...], tuple[str, ...]]]:
    """What a log was called at an instant, whether it was restricted, its qualifiers and markers."""
    category = last.opening if last.closed is not None and at < last.closed else last.category
    restricted, _ = rules.spoken(last.unit, category, last.qualifiers, last.markers)
    return category, restricted, (last.qualifiers, last.markers)


def _due(rules: Rules, last: Version, its: Fate, entered: list[Entered], ends: datetime) -> Iterator[Due]:
    """The steps that would have been due before the end, of rungs that no graver one had overtaken."""
    ladder = rules.force.ladder
    began = begins(its.due_at, [crossing for _, crossing in entered], ladder)
    rule = rules.rule(last.category, last.qualifiers, last.markers)
    codes = rule.classes | {*last.qualifiers, *last.markers}
    for at, crossing in entered:
        near = {rung: began[rung] for rung in rungs_of(crossing.stage)}
        for due in steps(ladder, near, codes, at):
            tells = _alone(due) or (ladder.quiet is not None and due.step.way in (Way.MENTION, Way.DIGEST))
            if tells and due.at < ends and not overtaken(due.rung, began, due.at):
                yield due


def _alone(due: Due) -> bool:
    """Whether a step tells somebody by more than the alert of its stage."""
    return due.step.way is Way.DIRECT or (due.step.way is Way.MENTION and bool(due.step.after))


class Hours:
    """What each person was sent or mentioned in within an hour; instants are seconds since 1970, in order."""

    def __init__(self, an_hour: int) -> None:
        self._most = an_hour
        self._heard: dict[str, deque[float]] = {}
        self._own: dict[str, float] = {}  # when somebody's last message of their own was put

    def mention(self, collars: Iterable[str], at: float) -> tuple[tuple[str, ...], list[str]]:
        """Who of these has room to be mentioned, and who is told directly instead."""
        room = {c: not is_summary(len(self._lately(c, at)), self._most) for c in dict.fromkeys(collars)}
        for collar in (c for c, fits in room.items() if fits):
            self._lately(collar, at).append(at)
        return tuple(c for c in room if room[c]), [c for c in room if not room[c]]

    def tell(self, collar: str, at: float) -> bool:
        """Whether somebody gets a new message, rather than a line in that of this minute or in a summary."""
        lately = self._lately(collar, at)
        joins = at - self._own.get(collar, -HOUR) < TOGETHER.total_seconds()
        if joins or len(lately) >= self._most:
            return False
        lately.append(at)
        self._own[collar] = at
        return True

    def _lately(self, collar: str, at: float) -> deque[float]:
        heard = self._heard.setdefault(collar, deque())
        while heard and heard[0] <= at - HOUR:
            heard.popleft()
        return heard
