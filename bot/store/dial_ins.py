"""Dial-ins as they are held: the series that the Registrar scheduled, and one row an occurrence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, and_, select, update

from bot.domain.dial_in import Audience, Series
from bot.store import upserts
from bot.store.tables import dial_in_series, dial_ins
from bot.store.work import Work

PLAIN = ("weekday", "minutes", "weeks", "first", "last", "joining")
PLANNED, CANCELLED, HELD = "planned", "cancelled", "held"
DROPPED = "dropped"  # cancelled, and its time has passed


@dataclass(frozen=True, slots=True)
class DialIn:
    """One occurrence of a series: named by the Monday of its week, whatever day it is moved to.

    `sequence` goes up whenever its invitation changes; `planned_at` is when it last did (UTC).
    """

    series: str
    week: date
    starts_at: datetime
    minutes: int
    joining: str
    state: str = PLANNED
    sequence: int = 0
    own_time: bool = False
    planned_at: datetime | None = None
    why: str = ""
    agenda: str | None = None
    notes: str | None = None
    figures: str | None = None

    @property
    def ends_at(self) -> datetime:
        """When it ends (UTC)."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def id(self) -> str:
        """How messages and buttons name it: `force|2026-11-23`."""
        return f"{self.series}|{self.week.isoformat()}"


COLUMNS = [dial_ins.c[name] for name in DialIn.__slots__]
ADD = upserts.for_both(lambda insert: insert(dial_ins).on_conflict_do_nothing().returning(dial_ins.c.series))
SCHEDULE = upserts.for_both(
    lambda insert: (new := insert(dial_in_series)).on_conflict_do_update(
        index_elements=["code"], set_={c.name: new.excluded[c.name] for c in list(dial_in_series.c)[1:]}
    )
)


def series_of(work: Work) -> dict[str, Series]:
    """The series that the Registrar scheduled or changed, by code."""
    return {row.code: _series(row) for row in work.conn.execute(select(dial_in_series))}


def _series(row: Row[Any]) -> Series:
    names = {"en": row.name_en} | ({"cy": row.name_cy} if row.name_cy else {})
    audience = Audience(
        frozenset(row.units),
        frozenset(row.ranks),
        frozenset(row.roles),
        row.promoted_days,
        frozenset(row.people),
    )
    at = time.fromisoformat(row.at)
    return Series(
        row.code, names, row.weekday, at, row.minutes, row.weeks, row.first, row.last, audience, row.joining
    )


def schedule(work: Work, series: Series) -> None:
    """Keep a series as it is to be from now on."""
    audience = series.audience
    row = {
        "code": series.code,
        "name_en": series.names["en"],
        "name_cy": series.names.get("cy", ""),
        "at": f"{series.at:%H:%M}",
        **{name: getattr(series, name) for name in PLAIN},
        **{name: tuple(sorted(getattr(audience, name))) for name in ("units", "ranks", "roles", "people")},
        "promoted_days": audience.promoted_days,
    }
    work.conn.execute(upserts.of(SCHEDULE, work.conn), row)


def add(work: Work, dial_in: DialIn) -> bool:
    """Plan an occurrence; False where somebody has."""
    row = {name: getattr(dial_in, name) for name in DialIn.__slots__}
    return work.conn.execute(upserts.of(ADD, work.conn), row).scalar_one_or_none() is not None


def by_id(work: Work, series: str, week: date, lock: bool = False) -> DialIn | None:
    """One occurrence; with `lock` nobody else changes it until we are through."""
    asked = select(*COLUMNS).where(dial_ins.c.series == series, dial_ins.c.week == week)
    row = work.conn.execute(asked.with_for_update() if lock else asked).one_or_none()
    return DialIn(*row) if row else None


def ahead(work: Work) -> list[DialIn]:
    """Those that are not closed, the first first; cancelled ones too."""
    wanted = select(*COLUMNS).where(dial_ins.c.state.in_((PLANNED, CANCELLED)))
    rows = work.conn.execute(wanted.order_by(dial_ins.c.starts_at, dial_ins.c.series))
    return [DialIn(*row) for row in rows]


def known(work: Work, since: date) -> list[DialIn]:
    """Every occurrence of the weeks that begin on or after a day."""
    rows = work.conn.execute(select(*COLUMNS).where(dial_ins.c.week >= since).order_by(dial_ins.c.starts_at))
    return [DialIn(*row) for row in rows]


def last_begun(work: Work, series: str = "") -> DialIn | None:
    """The newest that has begun and was not cancelled, of a series or of all."""
    wanted = [dial_ins.c.starts_at <= work.at, dial_ins.c.state.in_((PLANNED, HELD))]
    if series:
        wanted.append(dial_ins.c.series == series)
    newest = select(*COLUMNS).where(*wanted).order_by(dial_ins.c.starts_at.desc(), dial_ins.c.series).limit(1)
    row = work.conn.execute(newest).one_or_none()
    return DialIn(*row) if row else None


def change(work: Work, dial_in: DialIn, **values: Any) -> None:
    """Keep something anew of an occurrence."""
    mine = and_(dial_ins.c.series == dial_in.series, dial_ins.c.week == dial_in.week)
    work.conn.execute(update(dial_ins).where(mine).values(values))


def all_series(work: Work) -> Mapping[str, Series]:
    """Every series: those of force.toml, and over them what the Registrar scheduled."""
    return {**work.force.dial_ins, **series_of(work)}
