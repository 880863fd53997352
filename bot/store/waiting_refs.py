"""Crime references of the feed that wait to be matched to an offence."""

from sqlalchemy import delete, select

from bot.store import upserts
from bot.store.tables import waiting_refs
from bot.store.work import Work

WAIT = upserts.for_both(lambda insert: insert(waiting_refs).on_conflict_do_nothing())


def add(work: Work, incident_id: int, crime_ref: str) -> None:
    """Let a reference wait; one that waits already goes on waiting."""
    row = {"incident_id": incident_id, "crime_ref": crime_ref, "seen_at": work.at}
    work.conn.execute(upserts.of(WAIT, work.conn), row)


def matched(work: Work, incident_id: int, crime_ref: str) -> bool:
    """Take a reference off the list, now that nobody need match it; says whether it waited."""
    its = waiting_refs.c.incident_id == incident_id, waiting_refs.c.crime_ref == crime_ref
    return work.conn.execute(delete(waiting_refs).where(*its)).rowcount > 0


def of(work: Work, *incident_ids: int) -> dict[int, list[str]]:
    """The references that wait, by incident."""
    rows = work.conn.execute(select(waiting_refs).where(waiting_refs.c.incident_id.in_(incident_ids)))
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.incident_id, []).append(row.crime_ref)
    return found
