"""Who may do what to an incident, and whom to ask instead."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from bot.domain.duty import cover_of, on_until
from bot.domain.force import Force, Rule
from bot.domain.incident import Incident
from bot.domain.offence import Offence
from bot.domain.people import Person, Roster, may


class Action(StrEnum):
    """The verbs of the permission matrix."""

    ALLOCATE = "allocate"
    RECORD = "record"
    ADD_OFFENCE = "add_offence"
    NEGATE = "negate"
    CONFIRM = "confirm"
    SIGN_OFF = "sign_off"
    RETURN = "return"
    REOPEN = "reopen"
    CANCEL = "cancel"
    SEE_RESTRICTED = "see_restricted"
    HOLD = "hold"
    DIAL_IN = "dial_in"
    RULINGS = "rulings"
    CHAIR = "chair"
    MEET = "meet"
    MEETING_RECORD = "meeting_record"


REGISTRAR_ROLES = frozenset({"registrar", "deputy_registrar"})
OF_ONES_UNIT = frozenset({Action.CHAIR, Action.MEET})  # elsewhere only whom the row of that name says
FORCE_WIDE = REGISTRAR_ROLES | {"ddm"}  # they stand outside every unit


def permitted(person: Person, action: Action, force: Force, rule: Rule, unit: str | None = None) -> bool:
    """Whether the matrix lets this person do this to an incident under this rule, in this unit."""
    rows = force.permissions.get(action.value, {})
    if unit is not None and person.unit != unit:
        if action in OF_ONES_UNIT:
            return may(person, {"default": rows.get("elsewhere", ())}, frozenset())
        if action is Action.SIGN_OFF and force.sign_off_unit_only and not person.roles & FORCE_WIDE:
            return False
    return may(person, rows, rule.classes)


def in_the_place_of(person: Person, roster: Roster, at: datetime, unit: str) -> Person:
    """Somebody as one of a unit, where they cover for somebody of it at an instant (UTC)."""
    covered = (
        roster.covering(p.collar, at) == person.collar
        for p in roster.people
        if p.unit == unit and cover_of(p, at)
    )
    return replace(person, unit=unit) if person.unit != unit and any(covered) else person


def sees(person: Person, incident: Incident, force: Force) -> bool:
    """Whether somebody may know of an incident: a restricted one needs the right to, or to be its OIC."""
    if not incident.restricted or incident.oic == person.collar:
        return True
    rule = force.rule(incident.category, incident.qualifiers, incident.markers)
    return permitted(person, Action.SEE_RESTRICTED, force, rule)


def rules_as_registrar(person: Person) -> bool:
    """Whether what this person decides is a ruling of the Registrar."""
    return bool(person.roles & REGISTRAR_ROLES)


def who_else(
    roster: Roster,
    action: Action,
    force: Force,
    rule: Rule,
    at: datetime,
    not_these: Iterable[str | None],
    unit: str,
) -> tuple[Person, datetime] | None:
    """Somebody on duty who may do it, their own unit first, with the end of their tour (UTC)."""
    barred = set(not_these)
    able = [
        (p, until)
        for p in roster.people
        if p.collar not in barred
        and permitted(p, action, force, rule, unit)
        and (not rule.restricted or permitted(p, Action.SEE_RESTRICTED, force, rule))
        and (until := on_until(p, at, force.zone))
    ]
    return min(able, key=lambda found: (found[0].unit != unit, found[0].collar), default=None)


def barred_from_checking(offence: Offence, oic: str | None) -> tuple[str | None, ...]:
    """Those whom four eyes keep from confirming or signing off this offence."""
    return (offence.decided_by, offence.entered_by, oic, offence.oic_then)
