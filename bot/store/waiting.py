"""Incidents in which something waits for somebody, and whose they are."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select

from bot.domain.incident import Incident
from bot.domain.listing import Scope
from bot.domain.offence import UNDECIDED, Offence
from bot.store.incidents import RUNNING_STATES, with_offences
from bot.store.tables import incidents, offences
from bot.store.work import Work

Held = tuple[Incident, list[Offence]]
UNDECIDED_STATES = tuple(state.value for state in UNDECIDED)
SUPERVISOR = func.coalesce(incidents.c.supervisor, incidents.c.allocated_by)
WAITING = or_(
    offences.c.state.in_(RUNNING_STATES),
    (offences.c.state == "recorded") & offences.c.sign_off_due,
)


def _theirs(collar: str) -> ColumnElement[bool]:
    """The condition that an incident is somebody's: its officer's, or allocated through them."""
    return or_(incidents.c.oic == collar, incidents.c.oic.is_not(None) & (collar == SUPERVISOR))


def everywhere(work: Work) -> list[Held]:
    """All of the force's."""
    return with_offences(work, WAITING)


def within_reach(work: Work, unit: str, collar: str) -> list[Held]:
    """Those of a unit, or in somebody's hands."""
    return with_offences(work, WAITING, or_(incidents.c.unit == unit, _theirs(collar)))


def in_scope(work: Work, scope: Scope) -> list[Held]:
    """Those that a list is about."""
    return with_offences(work, *_conditions(work, scope))


def _conditions(work: Work, scope: Scope) -> list[object]:
    found: list[object] = [WAITING]
    if scope.unit is not None:
        found.append(incidents.c.unit == scope.unit)
    if scope.mine is not None:
        found.append(_theirs(scope.mine))
    if scope.restricted is not None:
        found.append(incidents.c.restricted == scope.restricted)
    if scope.overdue:
        found.append((offences.c.due_at <= work.at) & offences.c.state.in_(RUNNING_STATES))
    if scope.unallocated:
        found.append(incidents.c.oic.is_(None))
    return found


def undecided_of(work: Work, collar: str) -> list[Held]:
    """Those with something undecided that somebody holds or sees to."""
    return with_offences(work, _theirs(collar), offences.c.state.in_(UNDECIDED_STATES))


def these(work: Work, ids: Sequence[int]) -> list[Held]:
    """Those of the force's with these row ids that have an offence, whether it waits or not."""
    return with_offences(work, incidents.c.id.in_(ids)) if ids else []


def holders(work: Work) -> set[str]:
    """The collar numbers of everybody who holds or sees to something undecided."""
    asked = (
        select(incidents.c.oic, SUPERVISOR)
        .join(offences, offences.c.incident_id == incidents.c.id)
        .where(
            incidents.c.force == work.force.id,
            incidents.c.oic.is_not(None),
            offences.c.state.in_(UNDECIDED_STATES),
        )
        .distinct()
    )
    return {collar for row in work.conn.execute(asked) for collar in row if collar}


def running_by_officer(work: Work) -> dict[str, int]:
    """How many running offences each officer holds, by collar number."""
    rows = work.conn.execute(
        select(incidents.c.oic, func.count())
        .join(offences, offences.c.incident_id == incidents.c.id)
        .where(incidents.c.oic.is_not(None), offences.c.state.in_(RUNNING_STATES))
        .group_by(incidents.c.oic)
    )
    return {row[0]: row[1] for row in rows}
