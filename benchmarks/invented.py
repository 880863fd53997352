"""What the benchmarks feed the bot: the force that ships, its invented roster, and invented incidents."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from bot.config import SHIPPED_FORCE
from bot.demo.incidents import Invented, background
from bot.demo.setting import ROSTER
from bot.domain.incident import IncidentKey, IncidentReport
from bot.domain.people import Roster
from bot.force import load_force
from bot.roster import load_roster

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
FORCE = load_force(SHIPPED_FORCE)
ROSTER_OF_FORCE = Roster(load_roster(ROSTER, FORCE))


def reports(count: int, until: datetime = AT) -> list[IncidentReport]:
    """So many incidents up to an instant, each as the control room first enters it, day by day."""
    return list(islice(_backwards(until), count))


def _backwards(until: datetime) -> Iterator[IncidentReport]:
    day = until.date()
    while True:
        for number, one in enumerate(background(day, FORCE, seed=1), start=1):
            if one.reported_at <= until:
                yield _report(one, day, number)
        day -= timedelta(days=1)


def _report(one: Invented, day: date, number: int) -> IncidentReport:
    return IncidentReport(
        key=IncidentKey(FORCE.id, day, str(number)),
        reported_at=one.reported_at,
        logged_at=one.logged_at,
        category=one.category,
        opening_category=one.category,
        unit=one.unit,
        route=one.route,
        grade=one.grade,
        beat=one.beat,
        markers=one.markers,
        qualifiers=one.qualifiers,
        source_url=f"https://storm.example.org/incidents/{day:%Y%m%d}-{number}",
    )
