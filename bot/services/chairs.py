"""Who may chair a unit's meeting, by rank or role or by delegation, and who usually does."""

from dataclasses import replace

from bot.domain.duty import on_until
from bot.domain.force import Rule
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import Action, permitted, who_else
from bot.services.case import person
from bot.store.work import Work

ANY = Rule(False, False, False, frozenset())
DELEGATED = replace(ANY, classes=frozenset({"delegated"}))


def chairs_by_delegation(work: Work, chair: Person, unit: str) -> bool:
    """Whether somebody chairs not by rank or role but by delegation; raises Refused `not_permitted`."""
    if permitted(chair, Action.CHAIR, work.force, ANY, unit):
        return False
    refuse_unless(work, chair.collar, Action.CHAIR, unit, DELEGATED)
    return True


def refuse_unless(work: Work, collar: str, action: Action, unit: str, rule: Rule = ANY) -> None:
    """Refuse `not_permitted` to whom the matrix does not name, saying who on duty may."""
    who = person(work, collar)
    if not permitted(who, action, work.force, rule, unit):
        other = who_else(work.roster, action, work.force, rule, work.at, (collar,), unit)
        raise Refused("not_permitted", action=action.value, other=other)


def may_chair(work: Work, who: Person) -> bool:
    """Whether somebody may chair a meeting in one way or the other."""
    return any(permitted(who, Action.CHAIR, work.force, rule) for rule in (ANY, DELEGATED))


def usual_chair(work: Work, unit: str) -> Person | None:
    """Who is offered as a unit's chair: of those on duty its chair by role, else its senior officer."""
    own = (p for p in work.roster.people if p.unit == unit and p.valid_on(work.today))
    able = [p for p in own if may_chair(work, p)]

    def order(who: Person) -> tuple[bool, bool, bool, str]:
        off = on_until(who, work.at, work.force.zone) is None
        delegated = not permitted(who, Action.CHAIR, work.force, ANY)
        return off, "dmm_chair" not in who.roles, delegated, who.collar

    return min(able, key=order, default=None)
