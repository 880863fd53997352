"""Weeks in which everything happens that may, at random: reports, decisions, second thoughts, records."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentKey, IncidentReport
from bot.domain.offence import Decision
from bot.domain.refusal import Refused
from bot.services.case import Request, Target
from bot.services.crimes import lapsing
from bot.services.crimes import records as crimes
from bot.services.decisions import allocations, checks, corrections, deciding
from bot.services.feeds import intake
from bot.store.store import Store
from tests.builders import DDM, FORCE, INSPECTOR, OFFICER, OTHER_INSPECTOR, OTHER_OFFICER, REGISTRAR, SERGEANT

STARTS = datetime(2026, 11, 9, 5, 0, tzinfo=UTC)
PEOPLE = (SERGEANT, INSPECTOR, OTHER_INSPECTOR, OFFICER, OTHER_OFFICER, REGISTRAR, DDM, "1102", "2301")
UNITS = ("carmarthenshire", "ceredigion", "powys", "cih")
CATEGORIES = ("theft", "harassment", "rape", "violence_da", "collision", "criminal_damage", "sexual_offence")
KINDS = ("theft", "harassment", "rape", "violence", "damage", "")


@dataclass
class Week:
    """A store, a clock that only goes forward, and what the two feeds have said so far."""

    store: Store
    chance: Random
    at: datetime = STARTS
    logs: dict[str, IncidentReport] = field(default_factory=dict)
    records: dict[str, CrimeReport] = field(default_factory=dict)
    asked: int = 0

    def do(self, service: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Run a service; what is refused did not happen."""
        with suppress(Refused):
            return self.store.write_now(service, self.at, *args, **named)

    def ask(self, service: Callable[..., Any], *args: Any, **named: Any) -> None:
        """Let anybody ask for anything of an offence."""
        if not self.logs:
            return
        self.asked += 1
        log = self.logs[self.chance.choice(list(self.logs))]
        target = Target(log.key, self.chance.choice((None, 1, 1, 2)))
        self.do(service, Request(f"ask:{self.asked}", self.chance.choice(PEOPLE)), target, *args, **named)

    def negate_and_confirm(self) -> None:
        """Two who may: else a negation is seldom confirmed."""
        log = self.logs[self.chance.choice(list(self.logs))] if self.logs else None
        if log is not None:
            made, seen = (Request(f"two:{self.asked}:{who}", who) for who in (SERGEANT, REGISTRAR))
            back, target = self.at - timedelta(minutes=5), Target(log.key, 1)
            self.asked += 1
            self.do(deciding.negate, made, target, Decision.NO_OFFENCE, "NNO", back, "owed")
            self.do(checks.confirm, seen, target)

    def receive(self) -> None:
        """A new log, or one of which the feed changes its mind."""
        number = str(self.chance.randrange(1, 60))
        known = self.logs.get(number)
        made = self._changed(known) if known else self._new(number)
        self.logs[number] = made
        self.do(intake.take, "control", [made])

    def _new(self, number: str) -> IncidentReport:
        reported = self.at - timedelta(minutes=self.chance.randrange(0, 1500))
        category, key = self.chance.choice(CATEGORIES), IncidentKey(FORCE.id, STARTS.date(), number)
        refs = (self._ref(),) if self.chance.random() < 0.15 else ()
        return IncidentReport(key, reported, category, category, self.chance.choice(UNITS), crime_refs=refs)

    def _changed(self, known: IncidentReport) -> IncidentReport:
        moved = timedelta(minutes=self.chance.randrange(-300, 300))
        change = self.chance.choice(
            [
                {"unit": self.chance.choice(UNITS)},
                {"category": self.chance.choice(CATEGORIES)},
                {"reported_at": min(known.reported_at + moved, self.at)},
                {"crime_refs": (*known.crime_refs, self._ref())},
                {"qualifiers": ("hate",)},
            ]
        )
        return replace(known, **change)  # type: ignore[arg-type]  # each value is its field's

    def _ref(self) -> str:
        return f"47/{self.chance.randrange(1, 40)}/26"

    def record_there(self) -> None:
        """What the crime system says: a new record, one that is moved, cancelled, taken back or renamed."""
        ref = self._ref()
        known = self.records.get(ref)
        numbers = [*self.logs, "999"]
        home = IncidentKey(FORCE.id, STARTS.date(), self.chance.choice(numbers))
        made = self.at - timedelta(minutes=self.chance.randrange(0, 600))
        fresh = CrimeReport(FORCE.id, ref, made, offence_class=self.chance.choice(KINDS), incident=home)
        self.records[ref] = self._corrected(known) if known else fresh
        self.do(crimes.take, "niche", [self.records[ref]])
        self.do(lapsing.judge, "niche", self.at, True)

    def _corrected(self, known: CrimeReport) -> CrimeReport:
        gone = None if known.cancelled_at else self.at - timedelta(minutes=3)
        numbers = [*self.logs, "999"]
        change = self.chance.choice(
            [
                {"cancelled_at": gone, "cancel_code": "C3", "decision_maker": DDM},
                {"offence_class": self.chance.choice(KINDS)},
                {"incident": IncidentKey(FORCE.id, STARTS.date(), self.chance.choice(numbers))},
            ]
        )
        return replace(known, **change)  # type: ignore[arg-type]  # each value is its field's

    def step(self) -> None:
        """Something happens, a while after the last thing did."""
        self.at += timedelta(seconds=self.chance.randrange(30, 3600))
        self.chance.choice(self._acts())()

    def _acts(self) -> list[Callable[[], None]]:
        back = self.at - timedelta(minutes=5)
        kinds = (Decision.CRIME, Decision.CRIME, Decision.ALREADY, Decision.INCLUDED, Decision.TRANSFERRED)
        negate = (deciding.negate, Decision.NO_OFFENCE, "NNO", back, "owed")
        return [
            *[self.receive] * 5,
            *[self.record_there] * 2,
            self.negate_and_confirm,
            lambda: self.ask(allocations.allocate, self.chance.choice((OFFICER, OTHER_OFFICER, INSPECTOR))),
            *[lambda: self.ask(deciding.record, self.chance.choice(kinds), self._ref())] * 3,
            lambda: self.ask(deciding.record, Decision.N100, reason_code="NYS"),
            *[lambda: self.ask(*negate)] * 2,
            *[lambda: self.ask(checks.confirm)] * 3,
            *[lambda: self.ask(checks.sign_off)] * 3,
            lambda: self.ask(checks.send_it_back, "ENQ"),
            lambda: self.ask(corrections.reopen),
            lambda: self.ask(corrections.cancel, "C3"),
            lambda: self.ask(corrections.add_offence, back, self.chance.choice(CATEGORIES)),
        ]
