"""Whether duty as it was changed leaves hours of the next week in which an alert finds no inspector."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from bot.doctor.finding import Finding
from bot.domain.duty import DutyChange
from bot.domain.force import Force, UnitKind
from bot.domain.people import RANKS, Person, Roster

DAYS = 7
INSPECTOR = RANKS.index("inspector")


def known(url: str, force: Force, day: date) -> tuple[DutyChange, ...]:
    """The changes of duty that matter from a local day on; none from a database that cannot be asked."""
    from bot.store.duty import in_sight
    from bot.store.engine import reading_engine

    engine = reading_engine(url)
    try:
        with engine.connect() as conn:
            return in_sight(conn, _begins(force, day))
    except SQLAlchemyError:
        return ()
    finally:
        engine.dispose()


def absences(
    force: Force, people: Sequence[Person], changes: tuple[DutyChange, ...], day: date
) -> Iterator[Finding]:
    """The hours that changes of duty take from a BCU's inspectors and that no cover fills."""
    roster = Roster(tuple(people))
    changed = roster.changed(changes)
    begins = _begins(force, day)
    hours = [begins + timedelta(hours=n) for n in range(DAYS * 24)] if changes else []
    for unit in (u for u in force.units.values() if u.kind is UnitKind.BCU):
        bare = [
            at
            for at in hours
            if _any(roster, force, unit.code, at) and not _any(changed, force, unit.code, at)
        ]
        if bare:
            since = bare[0].astimezone(ZoneInfo(force.zone)).strftime("%d/%m %H:%M")
            yield Finding("no_cover_at", {"unit": unit, "hours": len(bare), "since": since})


def _begins(force: Force, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(force.zone))


def _any(roster: Roster, force: Force, unit: str, at: datetime) -> bool:
    """Whether somebody of an inspector's rank or higher, or a cover of theirs, is on duty in a unit."""
    ranked = (p for p in roster.people if p.unit == unit and RANKS.index(p.rank) >= INSPECTOR)
    return any(roster.stand_in(person, at, force.zone) for person in ranked)
