"""What the meetings of a time come to, in a message and in the alt text of its picture."""

from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.meeting import How
from bot.domain.meeting_figures import Item, Met, by_meeting, figures
from bot.reports import meeting_view
from bot.services.meetings.accounts import Account, Period
from tests.templates.things import AT, Case

FIRST = date(2026, 11, 1)
UNITS = ("carmarthenshire", "powys")
HOWS = (How.REVIEWED, How.REVIEWED, How.DECIDED, How.READ_OUT, How.LEFT)


def met(day: int, unit: str, held: bool = True, late: bool = False) -> Met:
    """A meeting of three quarters of an hour, half past eight."""
    due = datetime(2026, 11, 1 + day, 8, 30, tzinfo=AT.tzinfo)
    begun = due + timedelta(minutes=2) if held else None
    ended = due + timedelta(minutes=40) if held else None
    return Met(unit, FIRST + timedelta(days=day), due, due + timedelta(minutes=45), begun, ended, late)


def account(days: int, units: tuple[str, ...] = UNITS) -> Account:
    """Meetings of some days: the one of the second day was not held in Powys, of the third began late."""
    meetings = [met(d, u, (d, u) != (1, "powys"), (d, u) == (2, "powys")) for d in range(days) for u in units]
    items = [_item(one, n) for n, one in enumerate(meetings) if one.begun_at for _ in HOWS]
    items = [Item(i.met, n, HOWS[n % 5], i.allocated_at, n % 2 == 0) for n, i in enumerate(items)]
    unit = "all" if len(units) > 1 else units[0]
    period = Period(unit, FIRST, FIRST + timedelta(days=max(days - 1, 0)))
    return Account(period, AT, units, figures(meetings, items), by_meeting(meetings, items))


def _item(one: Met, n: int) -> Item:
    times = (None, one.due_at - timedelta(hours=2), one.due_at + timedelta(minutes=9), one.due_end)
    given = times[n % 4]
    return Item(one, 0, How.OPEN, given + timedelta(minutes=5) if given else None)


def said(name: str, found: Account, alt: str = "") -> Case:
    """The figures as a message, with a picture where it has an alt text."""
    values: dict[str, Any] = meeting_view.values(found) | {"alt": alt}
    return Case("meetings/figures", name, values)


MEETING_RECORDS = [
    said("", account(14)),
    said("few", account(3, ("powys",))),
    said("nothing", account(0, ("powys",))),
    said("with_picture", account(14), "Fourteen days of meetings, all but one held."),
    Case("meetings/plot_alt", "", meeting_view.shown(account(14)), "line"),
    Case("meetings/plot_alt", "all_well", meeting_view.shown(account(0, ("powys",))), "line"),
]
