"""Whether the roster has somebody for everything: every row of the matrix, every hour of the week."""

from collections.abc import Iterable, Iterator, Sequence

from bot.doctor.finding import Finding
from bot.domain.duty import Tour
from bot.domain.force import Force, UnitKind
from bot.domain.people import DAYS, RANKS, Person

DAY = 24 * 60
WEEK = 7 * DAY
STEP = 15  # minutes: nobody's tour begins at a finer time
INSPECTOR = RANKS.index("inspector")


def staffing(force: Force, people: Sequence[Person]) -> Iterator[Finding]:
    """Rows of the matrix that nobody fills, and hours at which an alert would find nobody."""
    yield from _rows(force, people)
    for unit in force.units.values():
        if unit.kind is UnitKind.BCU:
            on = [p for p in people if p.unit == unit.code and RANKS.index(p.rank) >= INSPECTOR]
            yield from _hours("no_inspector_at", on, unit=unit)
    yield from _hours("no_fim_at", [p for p in people if "fim" in p.roles])


def _rows(force: Force, people: Sequence[Person]) -> Iterator[Finding]:
    for action, rows in force.permissions.items():
        for name, words in rows.items():
            if action != "return" and not any(person.holds(word) for person in people for word in words):
                yield Finding("nobody_may", {"action": action, "row": name, "roles": ", ".join(words)})


def _hours(code: str, people: Iterable[Person], **values: object) -> Iterator[Finding]:
    covered = {minute for person in people for tour in person.tours for minute in _minutes(tour)}
    open_minutes = [minute for minute in range(0, WEEK, STEP) if minute not in covered]
    if open_minutes:
        first = open_minutes[0]
        since = f"{DAYS[first // DAY]} {first % DAY // 60:02}:{first % 60:02}"  # as the roster writes it
        yield Finding(code, {**values, "hours": -(-len(open_minutes) * STEP // 60), "since": since})


def _minutes(tour: Tour) -> Iterator[int]:
    begins = tour.begins.hour * 60 + tour.begins.minute
    length = (tour.ends.hour * 60 + tour.ends.minute - begins - 1) % DAY + 1
    for day in tour.days:
        start = day * DAY + begins
        first = -(-start // STEP) * STEP
        yield from (minute % WEEK for minute in range(first, start + length, STEP))
