"""*Got it*: somebody has an alert in hand, and its ladder rests until the next stage."""

from bot.domain.facts import Happened
from bot.domain.refusal import Refused
from bot.domain.rights import sees
from bot.services.case import Request, person, tell
from bot.store import alerts, inbox, ladder, outbox
from bot.store import incidents as stored
from bot.store.ladder import Pair
from bot.store.work import Work


def told_of(work: Work, message_key: str) -> dict[Pair, str]:
    """The offences that a message tells of, each with the gravest stage that it tells."""
    steps = [(s.pair, s.stage) for s in ladder.of_message(work, message_key)]
    rows = alerts.of_message(work, message_key)  # gravest first
    return dict([*steps, *(((a.incident_id, a.n), a.stage.code) for a in reversed(rows))])


def got_it(work: Work, request: Request, message_key: str) -> list[Pair]:
    """Note that the asker looks after what an alert tells them of, on every copy of it; gives the offences.

    Raises Refused `already_in_hand` with who has it, and since when.
    """
    inbox.claim(work, request.id)
    asker, told = person(work, request.actor), told_of(work, message_key)
    held = stored.by_ids(work, [incident_id for incident_id, _ in told]) if told else {}
    seen = [pair for pair in told if sees(asker, held[pair[0]], work.force)]
    taken = [pair for pair in seen if _take(work, pair, request.actor)]
    if not taken:
        raise Refused("already_in_hand", alert=_earlier(work, message_key))
    for pair in taken:
        tell(work, held[pair[0]], Happened.ALERT_ACKNOWLEDGED, request, pair[1], stage=told[pair])
    for incident_id in {incident_id for incident_id, _ in taken}:
        outbox.freshen_alerts(work, incident_id)
    return taken


def _take(work: Work, pair: Pair, collar: str) -> bool:
    """Take an offence in hand, if anything of it that was told is nobody's yet."""
    in_channel, steps = alerts.got(work, pair, collar), ladder.got(work, [pair], collar)
    return in_channel + steps > 0


def _earlier(work: Work, message_key: str) -> alerts.Alert | ladder.LadderStep | None:
    found: list[alerts.Alert | ladder.LadderStep] = [
        *alerts.of_message(work, message_key),
        *ladder.of_message(work, message_key),
    ]
    return next((each for each in found if each.got_by), None)
