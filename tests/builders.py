"""A police station for the tests: the force that ships, the demo's people, a short way to ask of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.config import SHIPPED_FORCE
from bot.domain.incident import Incident, IncidentKey, IncidentReport
from bot.domain.offence import Decision, Offence
from bot.domain.people import Roster
from bot.domain.refusal import Refused
from bot.force import load_force
from bot.roster import load_roster
from bot.services.case import Request, Target
from bot.services.decisions import allocations, checks, corrections, deciding
from bot.services.feeds import intake
from bot.services.ladder import stages
from bot.store import incidents as stored
from bot.store import trail
from bot.store.outbox import Message
from bot.store.store import Store
from bot.store.tables import alerts, messages, metadata
from bot.store.work import Work

FORCE = load_force(SHIPPED_FORCE)
ROSTER_FILE = Path(__file__).parent.parent / "bot" / "demo" / "roster.csv"
ROSTER = Roster(load_roster(ROSTER_FILE, FORCE))
AT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)  # a Friday, with everybody on duty, the Registrar too
DAY = AT.date()

SERGEANT, INSPECTOR, OFFICER, OTHER_OFFICER = "1101", "2201", "842", "917"  # all of Carmarthenshire
OTHER_SERGEANT, OTHER_INSPECTOR = "1102", "2202"  # of Ceredigion
FIM, DDM, REGISTRAR, SPECIALIST = "2301", "9010", "9001", "388"


def hours(number: float) -> timedelta:
    """So many hours."""
    return timedelta(hours=number)


def key_of(number: str = "123", day: date = DAY) -> IncidentKey:
    """The key of an incident of the day."""
    return IncidentKey(FORCE.id, day, number)


def report(
    number: str = "123", category: str = "theft", ago: float = 1.0, unit: str = "carmarthenshire", **more: Any
) -> IncidentReport:
    """What a feed says of an incident that was reported so many hours before AT."""
    said = {"key": key_of(number), "reported_at": AT - hours(ago), "opening_category": category} | more
    return IncidentReport(category=category, unit=unit, **said)


def everything(store: Store, at: datetime = AT) -> dict[str, list[tuple[Any, ...]]]:
    """The whole database, table by table: two of these are equal where nothing was written."""

    def rows(work: Work) -> dict[str, list[tuple[Any, ...]]]:
        tables = metadata.sorted_tables
        return {t.name: sorted(map(tuple, work.conn.execute(select(t))), key=repr) for t in tables}

    return store.read_now(rows, at)


def refused(call: Callable[..., Any], *args: Any, **named: Any) -> Refused:
    """The refusal that a call ends in."""
    with pytest.raises(Refused) as told:
        call(*args, **named)
    return told.value


@dataclass
class Station:
    """A store, an instant, and what people do at it; each request is a new one unless it is given."""

    store: Store
    at: datetime = AT
    number: str = "123"
    n: int | None = None
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def about(self, number: str, n: int | None = None) -> "Station":
        """The same station, speaking of another incident or of one offence."""
        return Station(self.store, self.at, number, n, self._ids)

    def later(self, **length: float) -> "Station":
        """The same station after a while."""
        return Station(self.store, self.at + timedelta(**length), self.number, self.n, self._ids)

    def do(self, service: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Run a service in a transaction of its own."""
        return self.store.write_now(service, self.at, *args, **named)

    def see(self, query: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Ask the store something."""
        return self.store.read_now(query, self.at, *args, **named)

    def receive(self, *reports: IncidentReport, source: str = "control") -> intake.Taken:
        """Take in a batch of reports; without any, one theft."""
        return self.do(intake.take, source, reports or (report(self.number),))

    def ask(self, service: Callable[..., Any], by: str, *args: Any, **named: Any) -> Any:
        """Let somebody ask a service about this station's incident."""
        made = Request(named.pop("request", f"ask:{next(self._ids)}"), by, named.pop("decider", None))
        target = Target(key_of(self.number), self.n, named.pop("seen", None))
        return self.do(service, made, target, *args, **named)

    def allocate(self, by: str, to: str, **more: Any) -> Any:
        return self.ask(allocations.allocate, by, to, **more)

    def record(self, by: str, crime: str = "47/1/26", **more: Any) -> Any:
        return self.ask(deciding.record, by, Decision.CRIME, crime, **more)

    def n100(self, by: str, **more: Any) -> Any:
        return self.ask(deciding.record, by, Decision.N100, reason_code="NYS", **more)

    def negate(self, by: str, log_at: datetime | None = None, **more: Any) -> Any:
        written = log_at or self.at - timedelta(minutes=10)
        return self.ask(deciding.negate, by, Decision.NO_OFFENCE, "NNO", written, "owed", **more)

    def confirm(self, by: str, **more: Any) -> Any:
        return self.ask(checks.confirm, by, **more)

    def sign_off(self, by: str, **more: Any) -> Any:
        return self.ask(checks.sign_off, by, **more)

    def send_back(self, by: str, code: str = "ENQ", **more: Any) -> Any:
        return self.ask(checks.send_it_back, by, code, **more)

    def reopen(self, by: str, **more: Any) -> Any:
        return self.ask(corrections.reopen, by, **more)

    def cancel(self, by: str, code: str = "C3", **more: Any) -> Any:
        return self.ask(corrections.cancel, by, code, **more)

    def add_offence(
        self, by: str, told: datetime | None = None, category: str = "harassment", **more: Any
    ) -> Any:
        return self.ask(corrections.add_offence, by, told, category, **more)

    def move_on(self) -> int:
        """Let the clock look once."""
        return self.do(stages.move_on)

    def incident(self) -> Incident:
        """The incident as it is held."""
        found = self.see(stored.by_key, key_of(self.number))
        assert found is not None
        return found

    def offence(self) -> Offence:
        """The offence that this station speaks of: the first unless another was named."""
        return self.offences()[(self.n or 1) - 1]

    def offences(self) -> list[Offence]:
        """Every offence of the incident."""
        return self.see(stored.offences_of, self.incident().id)

    def facts(self, kind: str = "") -> list[dict[str, Any]]:
        """What the trail says of the incident, all of it or of one kind, oldest first."""
        stream = str(key_of(self.number))
        bodies = self.see(lambda work: [dict(row.body) for row in trail.rows(work.conn, stream)])
        return [body for body in bodies if kind in ("", body["kind"])]

    def kinds(self) -> list[str]:
        """The kinds of fact on the incident's trail, oldest first."""
        return [fact["kind"] for fact in self.facts()]

    def messages(self, bulletin: str = "alert") -> list[Message]:
        """The messages of a kind that Slack should show, in the order in which they were put."""
        columns = [messages.c[name] for name in Message.__slots__]
        query = select(*columns).where(messages.c.bulletin == bulletin).order_by(messages.c.seq)
        return self.see(lambda work: [Message(*row) for row in work.conn.execute(query)])

    def told(self) -> list[Any]:
        """Every crossing that an alert tells of, in the order in which they were noted."""
        return self.see(lambda work: list(work.conn.execute(select(alerts).order_by(alerts.c.id))))
