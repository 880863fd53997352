"""Whether a cancellation that the crime system tells of was made by somebody who might.

Source: domain rule that a recorded crime is cancelled by a designated decision maker, never by the
investigating officer, and of rape by the Registrar alone; the matrix of force.toml says who is one.
"""

from bot.domain.force import Force, Rule
from bot.domain.offence import Offence
from bot.domain.people import Person
from bot.domain.rights import Action, permitted, rules_as_registrar


def doubt(maker: Person | None, force: Force, rule: Rule, offence: Offence, oic: str | None) -> str:
    """Why the Registrar must look at a cancellation, as a code; empty for one that was made as it should be.

    `maker` is whoever of the roster the crime system names.
    """
    if maker is None:
        return "unknown"
    if maker.collar in (oic, offence.oic_then):
        return "oic"
    if rules_as_registrar(maker):
        return ""
    return _doubt_of(maker, force, rule, offence)


def _doubt_of(maker: Person, force: Force, rule: Rule, offence: Offence) -> str:
    if offence.ruled_by:
        return "ruled"
    if maker.collar in (offence.decided_by, offence.entered_by):
        return "decider"
    return "" if permitted(maker, Action.CANCEL, force, rule) else "not_permitted"
