"""Who people are, when they are on duty, and what the permission matrix lets them do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.duty import DutyChange, Tour, cover_of, on_until, rostered_at

RANKS = ("staff", "constable", "sergeant", "inspector", "chief_inspector", "superintendent")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Accreditation:
    """A course that somebody passed, and when: courses are rewritten, so the date counts."""

    code: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One person on the roster; the collar number is who they are, whatever Slack calls them."""

    collar: str
    forename: str
    surname: str
    rank: str
    unit: str
    roles: frozenset[str] = frozenset()
    accreditations: tuple[Accreditation, ...] = ()
    tours: tuple[Tour, ...] = ()
    changes: tuple[DutyChange, ...] = ()
    slack_ids: tuple[str, ...] = ()
    email: str = ""
    language: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, grant: str) -> bool:
        """Whether a word of the matrix covers this person: anyone, a role, or a rank and those above it."""
        if grant == ANYONE or grant in self.roles:
            return True
        return grant in RANKS and grant != "staff" and RANKS.index(self.rank) >= RANKS.index(grant)

    def valid_on(self, day: date) -> bool:
        """Whether the roster line applies on a local day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


def on_duty(people: Iterable[Person], at: datetime, zone: str) -> list[Person]:
    """Those whose tour covers `at`."""
    return [p for p in people if on_until(p, at, zone) is not None]


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _changed(person: Person, changes: Iterable[DutyChange]) -> Person:
    own = tuple(c for c in changes if c.collar == person.collar)
    return replace(person, changes=own) if own else person


def grants_needed(rows: Mapping[str, tuple[str, ...]], classes: frozenset[str]) -> list[tuple[str, ...]]:
    """The rows of one action's matrix that the offence classes call up; `default` where none does."""
    called = [rows[c] for c in sorted(classes) if c in rows]
    return called or [rows.get("default", (ANYONE,))]


def may(person: Person, rows: Mapping[str, tuple[str, ...]], classes: frozenset[str]) -> bool:
    """Whether the matrix lets this person act: every row that applies must grant it."""
    return all(any(person.holds(g) for g in row) for row in grants_needed(rows, classes))


@dataclass(frozen=True, slots=True)
class Roster:
    """People, found by collar number or Slack id; `on` gives those of one day.

    `known` are those who may still be named, since a history does, and nothing else: past and to come.
    """

    people: tuple[Person, ...]
    known: tuple[Person, ...] = ()
    _days: dict[date, "Roster"] = field(init=False, repr=False, compare=False, default_factory=dict)
    _changed: dict[tuple[DutyChange, ...], "Roster"] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _by_collar: dict[str, Person] = field(init=False, repr=False, compare=False)
    _by_slack: dict[str, Person] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_collar", {p.collar.lower(): p for p in self.known + self.people})
        object.__setattr__(self, "_by_slack", {s: p for p in self.people for s in p.slack_ids})

    def on(self, day: date) -> "Roster":
        """The roster of a local day: of somebody with several lines, the one that holds then."""
        if day not in self._days:
            people = tuple(p for p in self.people if p.valid_on(day))
            self._days[day] = self if people == self.people else Roster(people, self.people)
        return self._days[day]

    def changed(self, changes: tuple[DutyChange, ...]) -> "Roster":
        """The same people with changes of duty laid over their tours."""
        if not changes:
            return self
        if changes not in self._changed:
            self._changed.clear()  # the ones before will not be asked for again
            self._changed[changes] = Roster(tuple(_changed(p, changes) for p in self.people), self.known)
        return self._changed[changes]

    def by_collar(self, collar: str | None) -> Person | None:
        """The person with a collar number, or None."""
        return self._by_collar.get((collar or "").lower())

    def by_slack(self, slack_id: str) -> Person | None:
        """The person behind a Slack account, or None; one person may have several accounts."""
        return self._by_slack.get(slack_id)

    def named(self, words: str) -> list[Person]:
        """Those whose collar number or surname (or forename and surname) the words are."""
        wanted = words.lower().lstrip("@").split()
        found = self.by_collar(wanted[-1]) if wanted else None
        if found:
            return [found]
        names = {" ".join(wanted), ".".join(wanted)}
        return [
            p
            for p in self.people
            if names
            & {p.surname.lower(), f"{p.forename} {p.surname}".lower(), f"{p.forename}.{p.surname}".lower()}
        ]

    def who(
        self, at: datetime, zone: str, unit: str | None = None, rank: str = "", role: str = ""
    ) -> list[Person]:
        """Those on duty at `at` in a unit, of exactly a rank or with a role, or their cover."""
        wanted = (
            p
            for p in self.people
            if (unit is None or p.unit == unit)
            and (not rank or p.rank == rank)
            and (not role or role in p.roles)
        )
        found = (self.stand_in(p, at, zone) for p in wanted)
        return list(dict.fromkeys(p for p in found if p is not None))

    def stand_in(self, person: Person, at: datetime, zone: str) -> Person | None:
        """Who is on duty in somebody's place: they themselves, or, in the tours that their leave takes, their
        cover while that one is on duty; None where nobody is."""
        passed = {person.collar}
        while on_until(person, at, zone) is None:
            found = self.by_collar(cover_of(person, at)) if rostered_at(person, at, zone) else None
            if found is None or found.collar in passed or not found.valid_on(_day(at, zone)):
                return None
            passed.add(found.collar)
            person = found
        return person

    def covering(self, collar: str, at: datetime) -> str:
        """Who stands in for somebody at an instant: they themselves where they are there, or uncovered."""
        passed = [collar]
        while (person := self.by_collar(passed[-1])) and (cover := cover_of(person, at)):
            if cover in passed:
                return collar
            passed.append(cover)
        return passed[-1]
