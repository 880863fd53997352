"""Findings in the order and the sums in which the page shows them: no words, no markup."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.clock import STAGES, Stage
from bot.domain.figures import JUDGED, UNJUDGED, Counts, Outcome, timeliness
from bot.domain.force import Force
from bot.domain.people import RANKS, Roster
from bot.domain.personal import common
from bot.domain.second_look import OF_LOGS
from bot.domain.telling import LOUD
from bot.replay.findings import Axis, Export, Findings, Told
from bot.reports import measures
from bot.reports.base import base, said, timed
from bot.reports.measures import Daily, Share, Spread
from bot.sources.guessing.phrases import listed

MOST_ROWS = 30  # of one table; what is left over is one row more, so that every sum holds
RARE = "rare_values"  # what stands in a table for codes that may not be shown
LINES = 12  # line numbers named of one reason


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of timeliness; `codes` is how many codes it stands for."""

    code: str
    counts: Mapping[Outcome, int]
    codes: int = 1

    @property
    def share(self) -> Share:
        """Recorded within 24 hours, of those that can be judged."""
        return share(self.counts)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def late(self) -> int:
        """Recorded later."""
        return self.counts.get(Outcome.LATE, 0)

    @property
    def overdue(self) -> int:
        """Never recorded."""
        return self.counts.get(Outcome.OVERDUE, 0)

    @property
    def unjudged(self) -> int:
        """Those of which nobody can say."""
        return sum(self.counts.get(o, 0) for o in UNJUDGED)


def share(counts: Mapping[Outcome, int]) -> Share:
    """Recorded within 24 hours, of those that can be judged."""
    found = timeliness(counts)
    return Share(found.met, found.judged)


def every_row(findings: Findings, force: Force, axis: Axis) -> list[Row]:
    """The rows of an axis: units in the force's order, hours and days in theirs, others the most first.

    Codes that nobody knows and of which there are few are one row together, the last.
    """
    if axis in (Axis.HOUR, Axis.WEEKDAY):
        found = findings.by.get(axis, {})
        order = [str(n) for n in range(24 if axis is Axis.HOUR else 7)]
        return [Row(code, found.get(code, Counter())) for code in order]
    found, rare = _known_of(findings, force, axis)
    if axis is Axis.UNIT:
        order = [code for code in force.units if code in found]
        order += sorted(found.keys() - set(order))
    else:
        order = sorted(found, key=lambda code: (-found[code].total(), code))
    return [*(Row(code, found[code]) for code in order), *rare]


def _known_of(findings: Findings, force: Force, axis: Axis) -> tuple[dict[str, Counts], list[Row]]:
    """The codes of an axis that may be shown, and a row of the others where there are any."""
    known = {Axis.UNIT: force.units, Axis.CATEGORY: force.categories}.get(axis) or listed("routes")
    totals = {code: n for code, counts in findings.by.get(axis, {}).items() if (n := counts.total())}
    shown, rare = common(totals, known)
    by = findings.by.get(axis, {})
    rest: Counts = Counter()
    for code in rare:
        rest.update(by[code])
    return {code: by[code] for code in shown}, [Row(RARE, rest, len(rare))] if rare else []


def by_axis(findings: Findings, force: Force, axis: Axis) -> list[Row]:
    """The rows that a page has room for; the last stands for all the others, so that every sum holds."""
    rows = every_row(findings, force, axis) if findings.by.get(axis) else []
    if len(rows) <= MOST_ROWS + 1:
        return rows
    rest: Counts = Counter()
    for row in rows[MOST_ROWS:]:
        rest.update(row.counts)
    return [*rows[:MOST_ROWS], Row("", rest, len(rows) - MOST_ROWS)]


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage: how often it would have been told, how long before the deadline, and after it."""

    code: str
    count: int
    lead: Spread | None
    after: int
    loud: bool


def stages(told: Mapping[str, Told]) -> list[StageRow]:
    """The stages in the order of the clock; one that was never told stands with 0."""
    return [_stage(stage, told.get(stage.code, Told())) for stage in STAGES]


def _stage(stage: Stage, told: Told) -> StageRow:
    before = [lead for lead in told.leads if lead > 0]
    after = told.count - len(before)
    return StageRow(stage.code, told.count, measures.spread(before), after, stage in LOUD)


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """What one channel would have got."""

    channel: str
    posts: Daily
    replies: Daily


def channels(findings: Findings, force: Force) -> list[ChannelRow]:
    """Each channel of a unit that had incidents, told something or not, and the others that were told."""
    quiet = [u.channel for code, u in force.units.items() if code in findings.units]
    names = dict.fromkeys([*quiet, *sorted(findings.channels)])
    rows = []
    for name in names:
        traffic = findings.channels.get(name)
        posts, replies = (traffic.posts, traffic.replies) if traffic else (Counter[str](), Counter[str]())
        rows.append(
            ChannelRow(name, measures.daily(posts, findings.days), measures.daily(replies, findings.days))
        )
    return rows


@dataclass(frozen=True, slots=True)
class Group:
    """People of one rank or role, never one person alone: how many, and their days."""

    code: str
    people: int
    mentions: int
    median: float
    busiest: int


def groups(findings: Findings, roster: Roster | None) -> list[Group]:
    """Who would have been mentioned, by rank; the Force Incident Manager by role; the highest first."""
    found: dict[str, list[Counter[str]]] = {}
    for collar, days in findings.people.items():
        found.setdefault(group(collar, roster), []).append(days)
    order = {code: place for place, code in enumerate(("fim", *reversed(RANKS)))}
    codes = sorted(found, key=lambda code: (order.get(code, len(order)), code))
    return [_grouped(code, found[code], findings.days) for code in codes]


def _grouped(code: str, people: Sequence[Counter[str]], days: int) -> Group:
    counts = [n for each in people for n in each.values()]
    return Group(code, len(people), sum(counts), measures.median_day(people, days), max(counts, default=0))


def group(collar: str, roster: Roster | None) -> str:
    """A rank or role; empty for somebody of whom nothing is known, never the collar number itself."""
    person = roster.by_collar(collar) if roster else None
    if person is None:
        rank = collar.partition(":")[0]  # nobody in particular: a replay without a roster
        return rank if rank in ("fim", *RANKS) else ""
    return "fim" if "fim" in person.roles else person.rank


@dataclass(frozen=True, slots=True)
class Cost:
    """What the bot would have cost whom it costs most: a channel, and one person by rank or role."""

    channel: ChannelRow | None
    person: Group | None


def cost(findings: Findings, force: Force, roster: Roster | None) -> Cost:
    """The channel with the most new messages and the person with the most mentions, on a median day."""
    loud = [row for row in channels(findings, force) if row.posts.total + row.replies.total]
    people = [
        _grouped(group(collar, roster), [days], findings.days) for collar, days in findings.people.items()
    ]
    return Cost(
        max(loud, key=lambda row: (row.posts.median, row.posts.busiest), default=None),
        max(people, key=lambda one: (one.median, one.busiest), default=None),
    )


@dataclass(frozen=True, slots=True)
class Unread:
    """Rows that could not be read for one reason: how many, and the first lines."""

    reason: str
    count: int
    lines: tuple[int, ...]
    columns: tuple[str, ...]


def unread(export: Export) -> list[Unread]:
    """The reasons of one file, the most frequent first."""
    found = []
    for reason, count in export.reasons.most_common():
        rows = [row for row in export.unread if row.reason == reason]
        lines = tuple(row.line for row in rows if row.line)[:LINES]
        found.append(Unread(reason, count, lines, tuple(sorted({r.column for r in rows if r.column}))))
    return found


def strangers(counted: Counter[str], known: Collection[str]) -> list[tuple[str, int]]:
    """Codes of the log that force.toml does not know, the most frequent first; none blank or rare."""
    shown, _ = common(counted, known)
    return [(code, n) for code, n in shown.most_common() if code and code not in known]


def rare(counted: Counter[str], known: Collection[str]) -> tuple[int, int]:
    """How many codes are too rare to be shown, and in how many incidents they stand."""
    _, found = common(counted, known)
    return len(found), found.total()


def values(findings: Findings, force: Force, roster: Roster | None) -> dict[str, Any]:
    """Everything that the templates ask for."""
    return {
        "found": findings,
        "timed": timed(findings, force),
        "base": base(findings, force),
        "said": said,
        "hidden": [code for code, each in force.categories.items() if each.restricted],
        "years": _years(findings),
        "lead": measures.spread(findings.caught.leads),
        "cost": cost(findings, force, roster),
        "told": _told(findings, force, roster),
        "roster": roster is not None,
        "looks": [(s, findings.look_counts.get(s, 0), findings.looks.get(s, [])) for s in OF_LOGS],
        "files": files(findings),
        "unread": [(each, unread(each)) for each in files(findings)],
        "strange_categories": strangers(findings.categories, force.categories),
        "strange_units": strangers(findings.units, force.units),
        "rare_categories": rare(findings.categories, force.categories),
        "rare_units": rare(findings.units, force.units),
    } | _figures(findings, force)


def _years(findings: Findings) -> bool:
    """Whether the log reaches over a new year, so that a day needs its year."""
    return findings.began is None or findings.until is None or findings.began.year != findings.until.year


def _figures(findings: Findings, force: Force) -> dict[str, Any]:
    outcomes = findings.outcomes
    return {
        "on_clock": outcomes.total(),
        "judged": [(o, outcomes.get(o, 0)) for o in JUDGED],
        "unjudged": [(o, outcomes.get(o, 0)) for o in UNJUDGED],
        "overall": share(outcomes),
        "axes": [(axis, by_axis(findings, force, axis)) for axis in Axis],
        "spread": measures.spread(findings.waits),
        "steps": measures.steps(findings.waits),
    }


def _told(findings: Findings, force: Force, roster: Roster | None) -> dict[str, Sequence[object]]:
    return {
        "stages": stages(findings.told),
        "channels": channels(findings, force),
        "groups": groups(findings, roster),
    }


def files(findings: Findings) -> list[Export]:
    """The files that were read: the log, and the crime records where there are any."""
    return [findings.log, *([findings.crimes] if findings.crimes else [])]
