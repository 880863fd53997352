"""What the meetings of a time come to, and who may ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.force import Force
from bot.domain.meeting_figures import Figures, Item, Met, Tally, by_meeting, figures
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import Action
from bot.services.case import Request
from bot.services.meetings.times import unit_that_meets
from bot.store import meeting_accounts as stored
from bot.store import outbox
from bot.store.work import Work

BULLETIN = "meeting_figures"
USUAL_DAYS, MOST_DAYS = 28, 400
EVERY = "all"


@dataclass(frozen=True, slots=True)
class Period:
    """From one local day to another, both included, of one unit, or of every unit that meets (`all`)."""

    unit: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Account:
    """What the meetings of a period come to, in all and one by one, as it was at an instant (UTC)."""

    period: Period
    at: datetime
    units: tuple[str, ...]
    figures: Figures
    meetings: tuple[tuple[Met, Tally], ...]


def meeting_units(force: Force) -> tuple[str, ...]:
    """The units that hold a Daily Management Meeting."""
    return tuple(code for code, unit in force.units.items() if unit.dmm)


def period_meant(work: Work, asker: Person, words: list[str], days: list[date], channel: str = "") -> Period:
    """What `/dmm record powys 1/11 28/11` asks for; four weeks, unless it says.

    Without a unit it is the channel's, else the asker's own, else every one that meets. Raises Refused
    `unknown_unit`, `no_meetings` or `days_reversed`.
    """
    until = days[1] if len(days) > 1 else work.today
    since = days[0] if days else until - timedelta(days=USUAL_DAYS - 1)
    if since > until or (until - since).days >= MOST_DAYS:
        raise Refused("days_reversed", since=since, until=until, most=MOST_DAYS)
    return Period(_unit_meant(work.force, asker, " ".join(words).lower(), channel), since, until)


def _unit_meant(force: Force, asker: Person, typed: str, channel: str) -> str:
    here = {force.units[code].channel for code in meeting_units(force)}
    if typed == EVERY or not (typed or channel in here or asker.unit in meeting_units(force)):
        return EVERY
    return unit_that_meets(force, asker, channel, typed)


def permit(force: Force, asker: Person, unit: str) -> None:
    """Raises Refused `not_yours`, with whom it is for, to whom a record is not shown."""
    rows = force.permissions.get(Action.MEETING_RECORD.value, {})
    row = rows.get("default" if asker.unit == unit else "elsewhere", ())
    if not any(asker.holds(grant) for grant in row):
        raise Refused("not_yours", action=Action.MEETING_RECORD.value, grants=row)


def look_up(work: Work, asker: Person, words: list[str], days: list[date], channel: str = "") -> Account:
    """The figures that somebody asks for; raises Refused as `period_meant` and `permit` do."""
    period = period_meant(work, asker, words, days, channel)
    permit(work.force, asker, period.unit)
    return account(work, period)


def send(work: Work, request: Request, asker: Person, period: Period) -> None:
    """Have picture and papers of a period follow, as it stands now; raises Refused `not_yours`."""
    permit(work.force, asker, period.unit)
    subject = "|".join((period.unit, *map(str, (period.since, period.until)), work.at.isoformat()))
    outbox.put(work, f"{BULLETIN}:{request.id}", f"@{asker.collar}", BULLETIN, subject)


def asked(work: Work, subject: str) -> Account:
    """The figures that a message tells of, as they were when they were asked for."""
    unit, since, until, at = subject.split("|")
    period = Period(unit, date.fromisoformat(since), date.fromisoformat(until))
    return account(work, period, datetime.fromisoformat(at))


def account(work: Work, period: Period, at: datetime | None = None) -> Account:
    """The figures of a period's meetings whose time was over at an instant (UTC), else now."""
    at = at or work.at
    units = meeting_units(work.force) if period.unit == EVERY else (period.unit,)
    met = stored.over(work, units, period.since, period.until, at)
    items = _items(work, met)
    whole = figures(list(met.values()), items)
    return Account(period, at, units, whole, by_meeting(list(met.values()), items))


def _items(work: Work, met: Mapping[int, Met]) -> list[Item]:
    rows = list(stored.stood_on(work, met))
    given = stored.first_given(work, {row.key for row in rows})
    running = stored.unsettled(work, {row.incident_id for row in rows})
    return [
        Item(met[r.meeting_id], r.incident_id, r.how, given.get(r.key), r.incident_id not in running)
        for r in rows
    ]
