"""Whom a warning would have concerned: the live bot's own rule, asked once for those on duty together."""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.clock import Stage
from bot.domain.duty import duty_edges
from bot.domain.force import Force
from bot.domain.incident import Incident, IncidentKey
from bot.domain.ladder import PassedOver, for_whom, lets_sleep, meant, quiet_ends, quiet_until
from bot.domain.people import Person, Roster, on_duty
from bot.domain.telling import concerned

DAY = 86_400
Codes = tuple[str, ...]
About = tuple[str, str, Codes, Codes, bool]  # unit, category, qualifiers, markers, whether it is restricted
Whom = tuple[str, Codes]  # a collar number, empty for nobody; and those who were let sleep
Then = tuple[float, frozenset[str]]  # a shift, and who sleeps in it


class Audience:
    """Those on duty, by their collar numbers; instants are seconds since 1970."""

    def __init__(self, force: Force, roster: Roster) -> None:
        self._force, self._roster, self._zone = force, roster, ZoneInfo(force.zone)
        self._whom = lru_cache(10_000)(self._concerned)
        self._one = lru_cache(10_000)(self._meant)
        self._shifts = lru_cache(10)(self._changes)
        self._alike = lru_cache(100)(self._first_of)
        self._firsts: dict[tuple[Person, ...], float] = {}
        self._asleep: dict[tuple[float, float], frozenset[str]] = {}  # by shift, and end of the quiet hours

    def of(self, at: float, stage: int, about: About) -> Codes:
        """Whom a stage of an incident concerns at an instant."""
        return self._whom(self._then(at), stage, _as_seen(about))

    def meant(self, at: float, tell: str, rung: str, about: About) -> Whom:
        """Whom a step of the ladder means at an instant, and whom it lets sleep."""
        return self._one(self._then(at), tell, rung, _as_seen(about))

    def quiet_ends(self, at: float) -> float | None:
        """When the force's quiet hours end that hold at an instant; None where none do."""
        hours = self._force.ladder.quiet
        ends = quiet_ends(hours, datetime.fromtimestamp(at, UTC), self._zone) if hours else None
        return ends.timestamp() if ends else None

    def _then(self, at: float) -> Then:
        """When those who are on duty at an instant were first on together, and who of them sleeps."""
        changes = self._shifts(int(at // DAY))
        began, ends = changes[bisect_right(changes, at) - 1], self.quiet_ends(at)
        if ends is None:
            return self._alike(began), frozenset()
        if (began, ends) not in self._asleep:
            self._asleep[began, ends] = self._sleepers(datetime.fromtimestamp(at, UTC))
        return self._alike(began), self._asleep[began, ends]

    def _sleepers(self, at: datetime) -> frozenset[str]:
        """Who sleeps at an instant: in quiet hours the same people for as long as nobody comes or goes."""
        hours, zone = self._force.ladder.quiet, self._force.zone
        people = self._roster.on(at.astimezone(self._zone).date()).people
        return frozenset(p.collar for p in people if quiet_until(p, hours, at, zone))

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

    def _concerned(self, then: Then, stage: int, about: About) -> Codes:
        began, asleep = then
        at, roster, incident = self._scene(began, about)
        return tuple(p.collar for p in concerned(roster, self._force, incident, Stage(stage), at, asleep))

    def _meant(self, then: Then, tell: str, rung: str, about: About) -> Whom:
        began, asleep = then
        at, roster, incident = self._scene(began, about)
        found = meant(roster, self._force, incident, tell, at, lets_sleep(asleep, tell, rung, incident))
        slept = for_whom(found.passed, PassedOver.QUIET)
        return found.person.collar if found.person else "", tuple(slept)

    def _scene(self, began: float, about: About) -> tuple[datetime, Roster, Incident]:
        """An instant, who is on the roster then, and as much of an incident as decides whom it concerns."""
        at = datetime.fromtimestamp(began, UTC)
        return at, self._roster.on(at.astimezone(self._zone).date()), _spoken_of(self._force, *about)


def _as_seen(about: About) -> About:
    """What of an incident counts: of one that everybody may see its unit alone."""
    return about if about[-1] else (about[0], "", (), (), False)


def _spoken_of(
    force: Force, unit: str, category: str, qualifiers: Codes, markers: Codes, restricted: bool
) -> Incident:
    key, ever = IncidentKey(force.id, date.min, ""), datetime.min.replace(tzinfo=UTC)
    return Incident(
        0, key, ever, "", category, category, qualifiers, markers, unit,
        "", "", "", (), "", None, "", restricted, None, None, None, 1,
    )  # fmt: skip
