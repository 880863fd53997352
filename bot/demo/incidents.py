"""Invents incidents: plausible, the same for the same seed, with nobody in them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.demo.proportions import Proportions, happens, proportions
from bot.domain.force import Force

HATE_STRANDS = (
    "hate_disability",
    "hate_race",
    "hate_religion",
    "hate_sexual_orientation",
    "hate_transgender",
)
DISPOSALS = ("RESOLVED", "NO TRACE", "ADVICE GIVEN", "PASSED TO PARTNER")


@dataclass(frozen=True, slots=True)
class Change:
    """What the control room enters later: from `at` (UTC) on, a field of the incident has this value."""

    at: datetime
    field: str
    value: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Invented:
    """An incident that never happened. Instants are UTC; `name` is how the demo's script calls it."""

    reported_at: datetime
    logged_at: datetime
    category: str
    unit: str
    route: str = "101"
    grade: str = "priority"
    beat: str = ""
    markers: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    crime_refs: tuple[str, ...] = ()
    disposal: str = ""
    closing_category: str = ""
    flaw: str = ""  # what is wrong with its row until somebody mends it
    changes: tuple[Change, ...] = ()
    name: str = ""
    number: int = 0

    def as_of(self, at: datetime) -> "Invented":
        """The incident as the control room's system shows it at an instant."""
        now: dict[str, str | tuple[str, ...]] = {c.field: c.value for c in self.changes if c.at <= at}
        return replace(self, **now) if now else self  # type: ignore[arg-type]  # fields and their values

    @property
    def closed_at(self) -> datetime | None:
        """When it was closed, if it is."""
        found = [c.at for c in self.changes if c.field == "disposal" and c.value == self.disposal]
        return found[0] if self.disposal and found else None


def background(day: date, force: Force, seed: int) -> Iterator[Invented]:
    """One local day of the force, in no order."""
    luck, made, zone = Random(f"{seed}:{day.isoformat()}"), proportions(), ZoneInfo(force.zone)
    for place in range(max(1, round(luck.gauss(made.per_day, made.spread)))):
        one = _one(day, zone, made, luck)
        rule = force.rule(one.category, one.qualifiers, one.markers)
        yield replace(one, changes=_later(one, made, luck, rule.starts_clock, crime_ref(day, place)))


def crime_ref(day: date, place: int) -> str:
    """A reference as the crime system might write it."""
    return f"DPP{day:%y%j}-{place:04d}"


def _one(day: date, zone: ZoneInfo, made: Proportions, luck: Random) -> Invented:
    category, unit = made.categories.one(luck), made.units.one(luck)
    at = time(int(made.hours.one(luck)), luck.randrange(60), luck.randrange(60))
    reported = datetime.combine(day, at, zone).astimezone(UTC)
    return Invented(
        reported,
        reported + timedelta(seconds=luck.randrange(45, 480)),
        category,
        unit,
        made.routes.one(luck),
        made.grades.one(luck),
        f"{made.beats[unit]}{luck.randrange(1, 19):02d}",
        _markers(category, made, luck),
        tuple(name for name, chances in made.qualifiers.items() if happens(chances, category, luck)),
    )


def _markers(category: str, made: Proportions, luck: Random) -> tuple[str, ...]:
    found = [name for name, chances in made.markers.items() if happens(chances, category, luck)]
    return tuple(luck.choice(HATE_STRANDS) if name == "hate" else name for name in found)


def _later(one: Invented, made: Proportions, luck: Random, clock: bool, ref: str) -> tuple[Change, ...]:
    """What becomes of an incident: every draw is made for each, so that one fate does not shift the next."""
    draws = [luck.random() * 100 for _ in range(3)]
    to_crime, to_close = (
        luck.expovariate(0.69 / made.fates[n]) for n in ("hours_to_crime", "hours_to_close")
    )
    other = made.units.one(luck)
    found = []
    if clock and draws[0] < made.fates["crime_ref"]:
        found.append(Change(one.logged_at + timedelta(hours=0.3 + to_crime), "crime_refs", (ref,)))
    if clock and draws[1] < made.fates["moves"] and other != one.unit:
        found.append(Change(one.logged_at + timedelta(hours=to_close / 2), "unit", other))
    if not clock and draws[2] < made.fates["becomes_crime"]:
        found.append(Change(one.logged_at + timedelta(hours=to_close / 3), "category", "violence"))
    elif not clock:
        closed = one.logged_at + timedelta(hours=to_close)
        found.append(Change(closed, "disposal", DISPOSALS[int(draws[0]) % len(DISPOSALS)]))
    return tuple(found)
