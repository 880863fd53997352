"""Invented findings: a month, one row, nothing on the clock, no crimes, nothing readable."""

import random
from array import array
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from bot.domain.clock import Stage
from bot.domain.figures import Counts, Outcome
from bot.domain.incident import IncidentKey, TimeReading
from bot.domain.second_look import Signal
from bot.replay.findings import LISTED, Axis, Caught, Export, Findings, Listed, Spoken, Told, Traffic
from bot.sources.fetched import BadRow, Tally
from tests.builders import FORCE, INSPECTOR, ROSTER

MADE = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
BEGAN = datetime(2026, 10, 1, 0, 5, tzinfo=UTC)
ENDED = datetime(2026, 10, 31, 23, 40, tzinfo=UTC)
UNITS = ("carmarthenshire", "ceredigion", "pembrokeshire", "powys")
ROUTES = ("999", "101", "online", "front_counter", "")
CHANCES = (
    (Outcome.MET, 72),
    (Outcome.LATE, 14),
    (Outcome.OVERDUE, 4),
    (Outcome.CLOSED, 4),
    (Outcome.NEGATED, 3),
)
OTHERS = (
    Outcome.RUNNING,
    Outcome.OUTSIDE,
    Outcome.CANCELLED,
    Outcome.UNTIMED,
    Outcome.UNMATCHED,
    Outcome.BEFORE,
)


def listed(number: int, chance: random.Random, outcome: Outcome | None = None, **more: object) -> Listed:
    """One log on a list."""
    told = BEGAN + timedelta(minutes=chance.randrange(40_000))
    code = chance.choice(sorted(FORCE.categories))
    key = IncidentKey(FORCE.id, told.date(), str(number))
    late = chance.uniform(25, 300) * 3600 if outcome is Outcome.LATE else None
    hidden = FORCE.categories[code].restricted
    return Listed(key, chance.choice(UNITS), code, hidden, told, outcome, late, **more)  # type: ignore[arg-type]  # a test's own


def spoken(number: int, chance: random.Random) -> Spoken:
    """One alert, to an inspector of the roster and somebody who is not on it."""
    one, at = listed(number, chance), BEGAN + timedelta(hours=13 * number)
    about = one.key, one.unit, one.category, one.restricted, Stage.URGENT
    return Spoken(at, at, *about, 7200.0, f"bcu-{one.unit}", number % 2 == 0, (INSPECTOR, "x9"))


def export(file: str, good: int, bad: int = 0, again: int = 0, filtered: int = 0) -> Export:
    """A file with its rows; the bad ones for two reasons in turn."""
    reasons = ("time_unreadable", "ref_unreadable")
    rows = [BadRow(file, 7 + 13 * n, "Reported", reasons[n % 2], "31/02/2026 09:00") for n in range(bad)]
    counted = Counter(row.reason for row in rows)
    tally = Tally(good + bad + again + filtered, good, bad, filtered, again)
    return Export(file, "storm", tally, counted, rows[:100])


def month(seed: int = 1, offences: int = 3200) -> Findings:
    """A month of a force of this size."""
    chance = random.Random(seed)
    found = Findings(export("october.csv", 12_480, 43, 220, 610), export("crimes.csv", 2900, 2))
    _read(found)
    for _ in range(offences):
        _offence(found, chance)
    found.watched = found.incidents - found.outcomes.total()
    _tell(found, chance)
    _lists(found, chance)
    found.waiting, found.elsewhere, found.unknown_refs, found.cancelled, found.opened_by_crime = (
        14,
        9,
        3,
        6,
        21,
    )
    return found


def _read(found: Findings) -> None:
    found.began, found.ended, found.until, found.days, found.incidents = BEGAN, ENDED, ENDED, 31, 12_100
    found.references = 2900
    found.again, found.changed = 220, 380
    found.readings = Counter(
        {TimeReading.LOCAL: 12_200, TimeReading.AMBIGUOUS: 3, TimeReading.DATE_ONLY: 277}
    )
    found.units = Counter(dict.fromkeys(UNITS, 3000)) + Counter({"zz": 100})
    found.categories = Counter({"theft": 6000, "other": 4000, "LOST PROPERTY": 1900, "Pets & farm": 200})


def _offence(found: Findings, chance: random.Random) -> None:
    names, weights = zip(*CHANCES, *((each, 1) for each in OTHERS), strict=True)
    outcome = chance.choices(names, weights)[0]
    found.outcomes[outcome] += 1
    clock = [code for code, each in FORCE.categories.items() if each.handling == "clock"]
    codes = {
        Axis.UNIT: chance.choice(UNITS) if chance.random() < 0.99 else "zz",
        Axis.CATEGORY: clock[min(int(chance.expovariate(0.15)), len(clock) - 1)],
        Axis.HOUR: str(chance.choices(range(24), [2, 1, 1, 1, 0, 1, *[4] * 18])[0]),
        Axis.WEEKDAY: str(chance.randrange(7)),
        Axis.ROUTE: chance.choice(ROUTES),
    }
    for axis, code in codes.items():
        found.by.setdefault(axis, {}).setdefault(code, Counts())[outcome] += 1
    if outcome in (Outcome.MET, Outcome.LATE):
        hours = chance.triangular(0.1, 24, 3) if outcome is Outcome.MET else chance.uniform(24.1, 300)
        found.waits.append(hours * 3600)


def _tell(found: Findings, chance: random.Random) -> None:
    missed = found.outcomes[Outcome.LATE] + found.outcomes[Outcome.OVERDUE]
    alerted = missed * 9 // 10
    leads = array("d", [chance.uniform(0.2, 10) * 3600 for _ in range(alerted)])
    found.caught = Caught(missed, alerted, missed - 3, 170, leads)
    found.told = {
        "no_meeting_left": Told(leads),
        "urgent": Told(leads[:200]),
        "overdue": Told(array("d", [0.0] * 90)),
    }
    days = [(date(2026, 10, 1) + timedelta(days=n)).isoformat() for n in range(31)]
    for unit in UNITS[:3]:
        posts = Counter({day: chance.randrange(6) for day in days})
        found.channels[f"bcu-{unit}"] = Traffic(posts, Counter({day: chance.randrange(4) for day in days}))
    for person in ROSTER.people[:14]:
        found.people[person.collar] = Counter({day: chance.randrange(3) for day in days[::2]})


def _lists(found: Findings, chance: random.Random) -> None:
    found.waiting, found.elsewhere, found.unknown_refs, found.cancelled, found.opened_by_crime = (
        14,
        9,
        3,
        6,
        21,
    )
    late = [listed(n, chance, Outcome.LATE if n % 4 else Outcome.OVERDUE) for n in range(1, 160)]
    found.late = sorted(late, key=lambda each: -(each.seconds or 1e9))
    for place, signal in enumerate(Signal):
        found.looks[signal] = [
            listed(500 + n, chance, opening_category="harassment") for n in range(90 - 40 * place)
        ]
        found.look_counts[signal] = len(found.looks[signal])
    _keep(found, chance)


def _keep(found: Findings, chance: random.Random) -> None:
    """The whole lists, as a replay keeps them beside their beginnings."""
    found.lists = {"late": found.late, **found.looks}
    found.late, found.looks = (
        found.late[:LISTED],
        {signal: some[:LISTED] for signal, some in found.looks.items()},
    )
    found.spoken, found.after_closing = [spoken(n, chance) for n in range(40)], 12


def one_row() -> Findings:
    """One row, on the clock, recorded in time."""
    found = Findings(export("one.csv", 1), export("crimes.csv", 1))
    found.began = found.ended = found.until = BEGAN
    found.days = found.incidents = 1
    found.outcomes = Counts({Outcome.MET: 1})
    found.by = {Axis.UNIT: {"powys": Counts({Outcome.MET: 1})}, Axis.HOUR: {"1": Counts({Outcome.MET: 1})}}
    found.waits = array("d", [3600.0])
    found.units, found.categories = Counter(powys=1), Counter(theft=1)
    found.readings = Counter({TimeReading.EXACT: 1})
    return found


def no_clock() -> Findings:
    """A log whose categories force.toml does not know."""
    found = Findings(export("calls.csv", 900))
    found.began, found.ended, found.until, found.days = BEGAN, ENDED, ENDED, 31
    found.incidents = found.watched = 900
    found.categories, found.units = Counter({"NOISE": 500, "<b>THEFT</b>": 400}), Counter({"B1": 900})
    found.readings = Counter({TimeReading.LOCAL: 900})
    return found


def no_crimes() -> Findings:
    """A month without a file of crime records."""
    found = month(2, 400)
    found.crimes = None
    found.outcomes = Counts(
        {Outcome.OVERDUE: 150, Outcome.UNTIMED: 200, Outcome.CLOSED: 40, Outcome.RUNNING: 10}
    )
    found.waits, found.late = array("d"), []
    return found


def all_unread() -> Findings:
    """A file of which no row could be read."""
    return Findings(export("broken.csv", 0, 300))


EVERY = {"month": month, "one": one_row, "no_clock": no_clock, "no_crimes": no_crimes, "unread": all_unread}
