"""Whom a warning would have concerned: the live bot's own rule, asked once for those on duty together."""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.clock import Stage
from bot.domain.duty import duty_edges
from bot.domain.force import Force
from bot.domain.incident import Incident, IncidentKey
from bot.domain.ladder import meant
from bot.domain.people import Person, Roster, on_duty
from bot.domain.telling import concerned

DAY = 86_400
Codes = tuple[str, ...]


class Audience:
    """Those on duty, by their collar numbers; instants are seconds since 1970."""

    def __init__(self, force: Force, roster: Roster) -> None:
        self._force, self._roster, self._zone = force, roster, ZoneInfo(force.zone)
        self._whom = lru_cache(10_000)(self._asked)
        self._one = lru_cache(10_000)(self._asked_one)
        self._shifts = lru_cache(10)(self._changes)
        self._alike = lru_cache(100)(self._first_of)
        self._firsts: dict[tuple[Person, ...], float] = {}

    def of(
        self,
        at: float,
        stage: int,
        unit: str,
        category: str,
        qualifiers: Codes,
        markers: Codes,
        restricted: bool,
    ) -> Codes:
        """Whom a stage of an incident concerns at an instant."""
        changes = self._shifts(int(at // DAY))
        began = self._alike(changes[bisect_right(changes, at) - 1])
        if restricted:
            return self._whom(began, stage, unit, category, qualifiers, markers, True)
        return self._whom(began, stage, unit, "", (), (), False)  # everybody may see it, whatever it is

    def meant(
        self,
        at: float,
        tell: str,
        unit: str,
        category: str,
        qualifiers: Codes,
        markers: Codes,
        restricted: bool,
    ) -> str:
        """Whom a step of the ladder means at an instant; empty where that is nobody."""
        changes = self._shifts(int(at // DAY))
        began = self._alike(changes[bisect_right(changes, at) - 1])
        if restricted:
            return self._one(began, tell, unit, category, qualifiers, markers, True)
        return self._one(began, tell, unit, "", (), (), False)

    def _changes(self, day: int) -> tuple[float, ...]:
        """When duty changes around a day since 1970: in between nobody comes or goes."""
        local = datetime.fromtimestamp(day * DAY, UTC).astimezone(self._zone).date()
        days = (local + timedelta(days=n) for n in (-1, 0, 1))
        found = (duty_edges(self._roster.people, each, self._force.zone) for each in days)
        return tuple(at.timestamp() for changes in found for at in changes)

    def _first_of(self, began: float) -> float:
        """The first shift in which the same people were on duty: what concerns whom is the same in both."""
        at = datetime.fromtimestamp(began, UTC)
        roster = self._roster.on(at.astimezone(self._zone).date())
        return self._firsts.setdefault(tuple(on_duty(roster.people, at, self._force.zone)), began)

    def _asked(
        self,
        began: float,
        stage: int,
        unit: str,
        category: str,
        qualifiers: Codes,
        markers: Codes,
        restricted: bool,
    ) -> Codes:
        at = datetime.fromtimestamp(began, UTC)
        roster = self._roster.on(at.astimezone(self._zone).date())
        incident = _spoken_of(self._force, unit, category, qualifiers, markers, restricted)
        return tuple(p.collar for p in concerned(roster, self._force, incident, Stage(stage), at))

    def _asked_one(
        self,
        began: float,
        tell: str,
        unit: str,
        category: str,
        qualifiers: Codes,
        markers: Codes,
        restricted: bool,
    ) -> str:
        at = datetime.fromtimestamp(began, UTC)
        roster = self._roster.on(at.astimezone(self._zone).date())
        incident = _spoken_of(self._force, unit, category, qualifiers, markers, restricted)
        found = meant(roster, self._force, incident, tell, at).person
        return found.collar if found else ""


def _spoken_of(
    force: Force, unit: str, category: str, qualifiers: Codes, markers: Codes, restricted: bool
) -> Incident:
    """As much of an incident as decides whom it concerns."""
    key, ever = IncidentKey(force.id, date.min, ""), datetime.min.replace(tzinfo=UTC)
    return Incident(
        0, key, ever, "", category, category, qualifiers, markers, unit,
        "", "", "", (), "", None, "", restricted, None, None, None, 1,
    )  # fmt: skip
