"""Refusals that the Registrar would want to know of: they stand on the trail too."""

from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.refusal import Refused
from bot.services.case import Request, tell
from bot.store import inbox
from bot.store.work import Work

TOLD = frozenset({"four_eyes", "not_permitted", "not_your_meeting", "registrars_ruling"})


def worth_telling(refused: Refused) -> bool:
    """Whether somebody asked for what the rules keep from them, rather than mistyped or came second."""
    return refused.message_id in TOLD and isinstance(refused.values.get("incident"), Incident)


def note(work: Work, request: Request, refused: Refused, asked: str) -> None:
    """Tell the trail who asked for what, and which rule turned it down; raises Repeated if it was told."""
    inbox.claim(work, f"{request.id}:refused")
    offence = refused.values.get("offence")
    n = offence.n if offence is not None else None
    tell(
        work,
        refused.values["incident"],
        Happened.REQUEST_REFUSED,
        request,
        n,
        rule=refused.message_id,
        asked=asked,
    )
