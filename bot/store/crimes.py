"""What the crime system says of each record, kept beside the offence that it settled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_, select, update

from bot.domain.comparing import crime_digest
from bot.domain.crime import CrimeReport
from bot.domain.incident import TimeReading
from bot.domain.offence import NAMING, STOPPED
from bot.store.bulk import insert_many
from bot.store.tables import crime_feeds, crimes, incidents, offences, waiting_refs
from bot.store.trail import instant
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Crime:
    """A crime record as we hold it; `incident_id` and `n` say which offence carries it, once one does.

    `classes` are those that it has had, each as `seen|class`, oldest first. Instants are UTC.
    """

    id: int
    ref: str
    digest: str
    incident_key: str | None
    created_at: datetime
    raw_created_at: str
    reading: str
    classification: str
    offence_class: str
    classes: tuple[str, ...]
    reclassified_at: datetime | None
    cancelled_at: datetime | None
    cancel_code: str
    decision_maker: str
    incident_id: int | None
    n: int | None
    first_seen_at: datetime

    @property
    def made_by(self) -> datetime:
        """The instant by which it was made (UTC): where only a day is known, its end."""
        return self.created_at + timedelta(days=self.reading == TimeReading.DATE_ONLY)


COLUMNS = [crimes.c[name] for name in Crime.__slots__]
OURS = crimes.c.force == bindparam("of_force")
BY_REFS = select(*COLUMNS).where(OURS, crimes.c.ref.in_(bindparam("refs", expanding=True)))
UNMATCHED_OF = (
    select(*COLUMNS)
    .where(OURS, crimes.c.incident_key == bindparam("key"), crimes.c.incident_id.is_(None))
    .order_by(crimes.c.created_at, crimes.c.ref)
)
AWAITED = select(crimes.c.incident_key).where(
    crimes.c.incident_key.in_(bindparam("keys", expanding=True)),
    crimes.c.incident_id.is_(None),
    select(crime_feeds.c.source).where(crime_feeds.c.force == bindparam("of_force")).exists(),
)
ASKED = (  # is there a crime feed, and what does it know of this reference: one question
    select(crime_feeds.c.source, *COLUMNS)
    .outerjoin(crimes, and_(crimes.c.force == crime_feeds.c.force, crimes.c.ref == bindparam("its_ref")))
    .where(crime_feeds.c.force == bindparam("of_force"))
    .limit(1)
)
MISSED = (
    select(incidents.c.id)
    .distinct()
    .join_from(
        crimes, incidents, and_(incidents.c.force == crimes.c.force, incidents.c.key == crimes.c.incident_key)
    )
    .where(OURS, crimes.c.incident_id.is_(None), crimes.c.cancelled_at.is_(None))
    .where(
        ~exists().where(
            waiting_refs.c.incident_id == incidents.c.id, waiting_refs.c.crime_ref == crimes.c.ref
        )
    )
    .where(
        ~exists().where(
            offences.c.incident_id == incidents.c.id,
            func.upper(offences.c.crime_ref) == crimes.c.ref,
            offences.c.decision.in_(sorted(NAMING)),
            offences.c.state.in_(sorted(STOPPED)),
        )
    )
    .limit(bindparam("many"))
)
ONE = update(crimes).where(crimes.c.id == bindparam("its_id"))
SAID = (
    "digest", "incident_key", "created_at", "raw_created_at", "reading", "classification", "offence_class",
    "classes", "reclassified_at", "cancelled_at", "cancel_code", "decision_maker",
)  # fmt: skip


def by_refs(work: Work, refs: Iterable[str]) -> dict[str, Crime]:
    """Those crime records that we hold, by reference in capitals."""
    rows = work.conn.execute(BY_REFS, {"refs": list(refs), "of_force": work.force.id})
    return {row.ref: Crime(*row) for row in rows}


def unmatched_of(work: Work, key: str) -> list[Crime]:
    """The records of an incident that no offence carries, oldest first."""
    rows = work.conn.execute(UNMATCHED_OF, {"key": key, "of_force": work.force.id})
    return [Crime(*row) for row in rows]


def awaited(work: Work, keys: Sequence[str]) -> set[str]:
    """Those incidents for which records wait; none where there is no crime feed."""
    if not keys:
        return set()
    asked = {"keys": list(keys), "of_force": work.force.id}
    return {key for key in work.conn.execute(AWAITED, asked).scalars() if key}


def missed(work: Work, limit: int) -> set[int]:
    """Incidents that we hold with a record that neither settles an offence nor waits: each came unseen."""
    return set(work.conn.execute(MISSED, {"of_force": work.force.id, "many": limit}).scalars())


def any_of(work: Work, incident: tuple[int, str], refs: Iterable[str], classes: Iterable[str]) -> bool:
    """Whether the crime system has a record of one of these classes for an incident, given by id and key.

    A record that it gives to none counts where an offence carries it; `refs` are theirs, in capitals.
    """
    ident, key = incident
    carried = and_(
        crimes.c.force == work.force.id, crimes.c.ref.in_(list(refs)), crimes.c.incident_id == ident
    )
    asked = select(crimes.c.id).where(or_(crimes.c.incident_key == key, carried))
    asked = asked.where(crimes.c.offence_class.in_(list(classes))).limit(1)
    return work.conn.execute(asked).scalar_one_or_none() is not None


def asked(work: Work, crime_ref: str) -> tuple[bool, Crime | None]:
    """Whether there is a crime feed, and what it has told of a reference: one question."""
    row = work.conn.execute(ASKED, {"its_ref": crime_ref.upper(), "of_force": work.force.id}).one_or_none()
    if row is None:
        return False, None
    return True, Crime(*row[1:]) if row.id is not None else None


def insert_fresh(work: Work, source: str, reports: Sequence[CrimeReport]) -> None:
    """Keep records seen for the first time."""
    rows = []
    for report in reports:
        said = _said(report, (class_seen(work, report.offence_class),))
        rows.append((report.ref.upper(), *(said[name] for name in SAID)))
    force, seen = work.force.id, work.at
    insert_many(work.conn, crimes, ("ref", *SAID), rows, force=force, source=source, first_seen_at=seen)


def write_change(work: Work, held: Crime, report: CrimeReport) -> Crime:
    """Write what the feed says now over what it said before; a class that it had is not forgotten."""
    classes = held.classes
    if report.offence_class != held.offence_class:
        classes = (*classes, class_seen(work, report.offence_class))
    said = _said(report, classes)
    said["incident_key"] = said["incident_key"] or held.incident_key  # a blank is no correction
    work.conn.execute(ONE, {"its_id": held.id, **said})
    kept = {name: getattr(held, name) for name in Crime.__slots__}
    return Crime(**(kept | said))


def link(work: Work, crime: Crime, incident_id: int | None, n: int | None) -> None:
    """Note which offence carries a record, or that none does."""
    work.conn.execute(ONE, {"its_id": crime.id, "incident_id": incident_id, "n": n})


def unlink(work: Work, crime_ref: str, incident_id: int) -> None:
    """Note that an offence of an incident carries a record no longer."""
    where = (crimes.c.force == work.force.id, crimes.c.ref == crime_ref.upper())
    carried = update(crimes).where(*where, crimes.c.incident_id == incident_id)
    work.conn.execute(carried.values(incident_id=None, n=None))


def class_seen(work: Work, offence_class: str) -> str:
    """A class with the instant at which we were told of it."""
    return f"{instant(work.at)}|{offence_class}"


def _said(report: CrimeReport, classes: tuple[str, ...]) -> dict[str, Any]:
    """The columns that the feed owns."""
    values: Mapping[str, Any] = {
        "digest": crime_digest(report),
        "incident_key": str(report.incident) if report.incident else None,
        "reading": report.reading.value,
        "classes": classes,
    }
    return {name: values[name] if name in values else getattr(report, name) for name in SAID}
