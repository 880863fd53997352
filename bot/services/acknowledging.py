"""*Got it*: somebody has an alert in hand."""

from bot.domain.facts import Happened
from bot.domain.refusal import Refused
from bot.services.case import Request, person, tell
from bot.store import alerts, inbox, outbox
from bot.store import incidents as stored
from bot.store.work import Work


def got_it(work: Work, request: Request, message_key: str) -> list[alerts.Alert]:
    """Note that the asker looks after what an alert tells of.

    Raises Refused `already_in_hand` with who has it, and since when.
    """
    inbox.claim(work, request.id)
    person(work, request.actor)
    taken = alerts.got(work, message_key, request.actor)
    if not taken:
        earlier = alerts.of_message(work, message_key)
        raise Refused("already_in_hand", alert=earlier[0] if earlier else None)
    _tell_all(work, request, taken)
    outbox.freshen(work, [message_key])
    return taken


def _tell_all(work: Work, request: Request, taken: list[alerts.Alert]) -> None:
    held = stored.by_ids(work, [a.incident_id for a in taken])
    for alert in taken:
        stage, incident = alert.stage.code, held[alert.incident_id]
        tell(work, incident, Happened.ALERT_ACKNOWLEDGED, request, alert.n, stage=stage)
