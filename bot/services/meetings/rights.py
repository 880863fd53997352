"""Who may chair a unit's meeting or take part in it: as one of it, in the place of one, or by delegation."""

from dataclasses import replace

from bot.domain.force import Rule
from bot.domain.incident import Incident
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import Action, in_the_place_of, permitted, who_else
from bot.services.case import person
from bot.store.work import Work

ANY = Rule(False, False, False, frozenset())
DELEGATED = replace(ANY, classes=frozenset({"delegated"}))


def chairs_by_delegation(work: Work, chair: Person, unit: str) -> bool:
    """Whether somebody chairs not by rank or role but by delegation; raises Refused `not_permitted`."""
    if may(work, chair, Action.CHAIR, unit):
        return False
    refuse_unless(work, chair.collar, Action.CHAIR, unit, DELEGATED)
    return True


def refuse_unless(
    work: Work, collar: str, action: Action, unit: str, rule: Rule = ANY, about: Incident | None = None
) -> None:
    """Refuse to whom the matrix does not name, saying who on duty may; `about` is for the incident's trail.

    Raises Refused `not_your_meeting` to whoever might in their own unit, else `not_permitted`.
    """
    who = person(work, collar)
    if not may(work, who, action, unit, rule):
        other = who_else(work.roster, action, work.force, rule, work.at, (collar,), unit)
        if permitted(who, action, work.force, rule, who.unit) and unit in work.force.units:
            raise Refused("not_your_meeting", unit=work.force.units[unit], other=other, incident=about)
        raise Refused("not_permitted", action=action.value, other=other, incident=about)


def may(work: Work, who: Person, action: Action, unit: str, rule: Rule = ANY) -> bool:
    """Whether somebody may do this at a unit's meetings: as one of it, or in the place of one of it.

    What stands in a unit that force.toml does not name belongs to nobody, and anybody's meeting may take it.
    """
    there = in_the_place_of(who, work.roster, work.at, unit)
    return permitted(there, action, work.force, rule, unit if unit in work.force.units else None)


def may_chair(work: Work, who: Person, unit: str) -> bool:
    """Whether somebody may chair a unit's meeting in one way or the other."""
    return any(may(work, who, Action.CHAIR, unit, rule) for rule in (ANY, DELEGATED))
