"""A force's year of invented logs, 400 incidents a day, whose truth is counted while it is made, by hand.

Nothing here asks the bot's own rules: what is planted is known, and a replay has to find exactly that.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from tests.replay.pasts import CRIME_HEAD, LOG_HEAD, UNITS, write

LONDON = ZoneInfo("Europe/London")
DAY, HOUR, SECOND = timedelta(hours=24), timedelta(hours=1), timedelta(seconds=1)
SECONDS = len("2026-11-20T10:00:00")
EVER = datetime(1970, 1, 1, tzinfo=UTC)
CRIME, QUIET = ("theft", "burglary_other", "criminal_damage", "violence"), ("collision", "alarm", "transport")
ROUTES = ("999", "101", "online")
FATES = {
    "watched": 60, "met": 20, "edge": 1, "late": 5, "lost": 3, "closed": 3, "untimed": 1, "before": 1,
    "doubled": 2, "upgraded": 1, "earlier": 1, "later": 1, "spare": 1, "negated": 1, "cancelled": 1,
    "replaced": 1, "dated": 1,
}  # fmt: skip


@dataclass
class Truth:
    """What a replay must find."""

    outcomes: Counter[str] = field(default_factory=Counter)
    by: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # axis, value, outcome
    waits: list[float] = field(default_factory=list)
    rows: int = 0
    bad: Counter[str] = field(default_factory=Counter)
    incidents: int = 0
    watched: int = 0
    again: int = 0
    changed: int = 0
    spare: int = 0
    elsewhere: int = 0
    looks: Counter[str] = field(default_factory=Counter)
    until: datetime = EVER


class Year:
    """Makes the rows of a year, and its truth."""

    def __init__(self, folder: Path, first: date, days: int, a_day: int, seed: int = 7) -> None:
        self._luck, self._folder, self.truth = Random(seed), folder, Truth()
        self._log: list[tuple[str, ...]] = []
        self._crimes: list[tuple[str, ...]] = []
        self._ended: list[tuple[str, dict[str, str], datetime, timedelta | None]] = []
        self._told_of: dict[str, list[datetime]] = {"log": [], "crimes": []}
        self._fates = self._luck.choices(list(FATES), list(FATES.values()), k=days * a_day)
        for n, fate in enumerate(self._fates):
            self._one(first + timedelta(days=n // a_day), n % a_day + 1, fate)
        self._bad_rows()
        self._settle()
        write(folder / "log.csv", LOG_HEAD, self._log)
        write(folder / "crimes.csv", CRIME_HEAD, self._crimes)

    def _sure(self, at: datetime) -> datetime:
        """An instant that local time names once: of the hour that comes twice, its first."""
        return at - HOUR if at.astimezone(LONDON).fold else at

    def _stamp(self, at: datetime, file: str = "log") -> str:
        self._told_of[file].append(at)
        return at.astimezone(LONDON).isoformat()[:SECONDS]

    def _settle(self) -> None:
        """Count what became of each: what does not lie wholly inside both files is not judged."""
        since = min(self._told_of["crimes"])
        self.truth.until = min(max(times) for times in self._told_of.values())
        for outcome, values, told, wait in self._ended:
            if outcome in ("met", "late", "overdue") and told < since:
                self._count("outside", values)
            elif outcome in ("met", "late", "overdue") and told + DAY > self.truth.until:
                self._count("running", values)
            else:
                self._count(outcome, values, wait)

    def _one(self, day: date, number: int, fate: str) -> None:
        """One incident of a local day."""
        wall = datetime.combine(day, time(self._luck.randrange(24), self._luck.randrange(60)), LONDON)
        at = self._sure(wall.astimezone(UTC) + timedelta(seconds=self._luck.randrange(60)))
        local = at.astimezone(LONDON)
        ref = f"{local:%Y%m%d}-{number}"
        category = self._luck.choice(QUIET if fate in ("watched", "upgraded") else CRIME)
        values = {
            "unit": self._luck.choice(UNITS),
            "category": category,
            "hour": str(local.hour),
            "weekday": str(local.weekday()),
            "route": self._luck.choice(ROUTES),
        }
        self.truth.incidents += 1
        getattr(self, f"_{fate}")(ref, at, values)

    def _row(
        self,
        ref: str,
        at: datetime,
        values: dict[str, str],
        closed: datetime | None = None,
        closing: str = "",
        refs: str = "",
        disposal: str = "DONE",
    ) -> None:
        self.truth.rows += 1
        logged = self._stamp(self._sure(at + timedelta(minutes=2)))
        times = self._stamp(at), logged, self._stamp(closed) if closed else ""
        end = disposal if closed else "", values["unit"], values["route"], refs, ""
        self._log.append((ref, *times, values["category"], closing, *end))

    def _count(self, outcome: str, values: dict[str, str], wait: timedelta | None = None) -> None:
        self.truth.outcomes[outcome] += 1
        self.truth.by.update((axis, value, outcome) for axis, value in values.items())
        if wait is not None:
            self.truth.waits.append(wait.total_seconds())

    def _end(
        self, outcome: str, values: dict[str, str], told: datetime, wait: timedelta | None = None
    ) -> None:
        self._ended.append((outcome, values, told, wait))

    def _crime(self, ref: str, incident: str, at: datetime, cancelled: str = "") -> None:
        self._crimes.append((ref, incident, self._stamp(at, "crimes"), "", cancelled))

    def _recorded(
        self, ref: str, at: datetime, values: dict[str, str], wait: timedelta, outcome: str
    ) -> None:
        crime_at = self._sure(at + wait)
        crime_at += HOUR if outcome == "late" and crime_at - at <= DAY else timedelta()
        self._row(ref, at, values, refs=f"NC/{ref}")
        self._crime(f"NC/{ref}", ref, crime_at)
        self._end(outcome, values, at, crime_at - at)

    def _watched(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        self._row(ref, at, values, self._sure(at + HOUR))
        self.truth.watched += 1

    def _met(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        self._recorded(ref, at, values, timedelta(seconds=self._luck.randrange(2 * 3600, 86_400)), "met")

    def _edge(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        """The last second in time, and the first too late; where local time names both once."""
        late = self._luck.random() < 0.5
        wait = DAY + SECOND if late else DAY
        if (at + wait).astimezone(LONDON).fold:
            return self._met(ref, at, values)
        return self._recorded(ref, at, values, wait, "late" if late else "met")

    def _late(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        self._recorded(ref, at, values, DAY + timedelta(seconds=self._luck.randrange(1, 900_000)), "late")

    def _lost(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        self._row(ref, at, values)
        self._end("overdue", values, at)

    def _closed(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        self._row(ref, at, values, self._sure(at + 5 * HOUR))
        self._end("closed", values, at)
        self.truth.looks["no_reference"] += 1

    def _untimed(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        self._row(ref, at, values, refs=f"NC/{ref}")
        self._end("untimed", values, at)

    def _before(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        self._row(ref, at, values, refs=f"NC/{ref}")
        self._crime(f"NC/{ref}", ref, self._sure(at - 2 * HOUR))
        self._end("before", values, at)

    def _doubled(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        self._met(ref, at, values)
        self._log.append(self._log[-1])
        self.truth.rows += 1
        self.truth.again += 1

    def _upgraded(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        """Closed as a crime that nobody recorded."""
        self._row(ref, at, values, self._sure(at + 3 * HOUR), closing="homicide")
        self._end("closed", values | {"category": "homicide"}, at)
        self.truth.looks["no_reference"] += 1

    def _corrected(self, ref: str, at: datetime, values: dict[str, str], to: datetime) -> None:
        self._row(ref, at, values, refs=f"NC/{ref}")
        self._row(ref, to, values, refs=f"NC/{ref}")
        self.truth.changed += 1
        told = min(at, to)
        crime_at = self._sure(told + 30 * HOUR)
        self._crime(f"NC/{ref}", ref, crime_at)
        local = told.astimezone(LONDON)
        when = {"hour": str(local.hour), "weekday": str(local.weekday())}
        self._end("late", values | when, told, crime_at - told)

    def _earlier(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        self._corrected(ref, at, values, self._sure(at - 7 * HOUR))

    def _later(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        """A correction to later buys no time."""
        self._corrected(ref, at, values, self._sure(at + 20 * HOUR))

    def _spare(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        """A second crime record of a log with one offence waits to be matched."""
        self._met(ref, at, values)
        self._crime(f"NX/{ref}", ref, self._sure(at + 40 * HOUR))
        self.truth.spare += 1

    def _negated(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        """Closed with a code that decides that it is no crime: worth a second look all the same."""
        self._row(ref, at, values, self._sure(at + 5 * HOUR), disposal="NNO")
        self._end("negated", values, at)
        self.truth.looks["no_reference"] += 1

    def _cancelled(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        """A record that was cancelled is none that met its 24 hours."""
        self._row(ref, at, values, refs=f"NC/{ref}")
        self._crime(f"NC/{ref}", ref, self._sure(at + 3 * HOUR), cancelled="2026-12-01T10:00:00")
        self._end("cancelled", values, at)

    def _replaced(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        """The record that counts is the one that was not cancelled."""
        self._crime(f"NV/{ref}", ref, self._sure(at + 3 * HOUR), cancelled="2026-12-01T10:00:00")
        self._recorded(ref, at, values, 50 * HOUR, "late")

    def _dated(self, ref: str, at: datetime, values: dict[str, str]) -> None:
        """A day without a time of day says nothing of 24 hours."""
        self._row(ref, at, values, refs=f"NC/{ref}")
        self._crimes.append((f"NC/{ref}", ref, f"{at + DAY:%Y-%m-%d}", "", ""))
        self._end("untimed", values, at)

    def _bad_rows(self) -> None:
        """Rows that cannot be read, and crime records of no log in the file."""
        blank = [""] * (len(LOG_HEAD) - 4)
        for n in range(50):
            self._log.insert(n * 11, ("", "2026-01-05T10:00:00", "", "", *blank))
            self._log.insert(n * 13, (f"20260105-9{n}", "at noon", "", "", *blank))
            self._crimes.append((f"NZ/{n}", f"20190105-{n}", "2026-01-05T10:00:00", "", ""))
        self.truth.bad = Counter({"ref_missing": 50, "time_unreadable": 50})
        self.truth.rows += 100
        self.truth.elsewhere = 50
