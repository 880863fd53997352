"""A busy force at random: without faults the auditor finds nothing, and each fault that is planted."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import delete, select

from bot.domain.auditing import Kind, named
from bot.domain.clock import Stage
from bot.domain.refusal import Refused
from bot.store.tables import alerts, incidents
from bot.store.work import Work
from tests.builders import FIM, INSPECTOR, OFFICER, REGISTRAR, SERGEANT, Station, report
from tests.services.audited import Watched

UNITS = ("carmarthenshire", "ceredigion", "pembrokeshire", "powys")
CATEGORIES = ("theft", "violence_da", "rape", "harassment", "collision", "burglary_other")
PEOPLE = (OFFICER, SERGEANT, INSPECTOR, FIM, REGISTRAR)
DECISIONS: tuple[Callable[..., object], ...] = (
    Station.record, Station.negate, Station.confirm, Station.send_back, Station.reopen, Station.sign_off,
)  # fmt: skip
STEP = 15.0  # minutes
LENGTHS = [
    pytest.param(timedelta(days=1.1), id="a day"),
    pytest.param(timedelta(days=7), id="a week", marks=pytest.mark.faults),
]
STARTS = {
    "november": datetime(2026, 11, 20, 13, tzinfo=UTC),
    "to summer time": datetime(2026, 3, 28, 13, tzinfo=UTC),
    "to winter time": datetime(2026, 10, 24, 13, tzinfo=UTC),
}


@dataclass
class Busy:
    """People and a feed that do what comes into their heads."""

    watched: Watched
    random: Random = field(default_factory=lambda: Random(7))
    reported: int = 0

    def until(self, at: datetime) -> None:
        """Act and step until an instant."""
        while self.watched.station.at < at:
            self._act()
            self.watched.step()

    def _act(self) -> None:
        """Something is reported, or somebody decides something; what is refused is refused."""
        if self.random.random() < 0.3 or not self.reported:
            self._report()
        for _ in range(2):
            with suppress(Refused):
                self._decide()

    def _report(self) -> None:
        self.reported += 1
        at, dice = self.watched.station.at, self.random
        reported_at = at - timedelta(hours=dice.choice((0.1, 0.5, 2, 13, 23, 30)))
        category, unit = dice.choice(CATEGORIES), dice.choice(UNITS)
        self.watched.station.receive(report(str(self.reported), category, unit=unit, reported_at=reported_at))

    def _decide(self) -> None:
        number = str(self.random.randint(max(1, self.reported - 40), self.reported))
        station = self.watched.station.about(number, 1)
        self.random.choice(DECISIONS)(station, self.random.choice(PEOPLE))


@pytest.mark.parametrize("starts", STARTS)
@pytest.mark.parametrize("length", LENGTHS)
def test_a_busy_week_without_faults_finds_nothing(empty: Station, length: timedelta, starts: str) -> None:
    empty.at = STARTS[starts]
    busy = Busy(Watched(empty, STEP))
    busy.until(empty.at + length)
    assert len(empty.told()) > 10
    assert busy.watched.found == []


@dataclass
class Thief:
    """Somebody who takes away every third crossing that was told, and remembers which."""

    taken: set[str] = field(default_factory=set)
    seen: int = 0

    def __call__(self, work: Work) -> None:
        asked = select(alerts.c.id, incidents.c.key, alerts.c.n, alerts.c.stage, alerts.c.at).join(incidents)
        for row in work.conn.execute(asked.where(alerts.c.id > self.seen).order_by(alerts.c.id)).all():
            self.seen = row.id
            if row.id % 3 == 0 and work.at - row.at > timedelta(minutes=2):
                work.conn.execute(delete(alerts).where(alerts.c.id == row.id))
                self.taken.add(named(row.key, row.n, Stage(row.stage).code))


@pytest.mark.parametrize("length", LENGTHS)
def test_every_crossing_that_is_taken_away_in_a_busy_week_is_found(empty: Station, length: timedelta) -> None:
    thief = Thief()
    busy = Busy(Watched(empty, STEP, faults=(thief,)))
    busy.until(empty.at + length)
    assert len(thief.taken) > 3
    assert {miss.what for miss in busy.watched.found if miss.kind is Kind.STAGE} == thief.taken
    assert len(busy.watched.found) == len(thief.taken)
