"""What Slack accepted is told on the trail; what it will never take, in the operations channel."""

from bot.domain.facts import Happened
from bot.services.case import tell
from bot.store import alerts, outbox
from bot.store import incidents as stored
from bot.store.outbox import Message
from bot.store.work import Work

UNDELIVERED = "undelivered"  # the bulletin


def accepted(work: Work, message: Message, ts: str) -> None:
    """Note, in the transaction that marks a message as shown, who was told of which stage by it."""
    if message.bulletin != "alert" or message.shown:
        return
    told = alerts.of_message(work, message.key)
    held = stored.by_ids(work, [a.incident_id for a in told])
    for alert in told:
        tell(
            work, held[alert.incident_id], Happened.PEOPLE_TOLD, None, alert.n,
            stage=alert.stage.code, people=list(alert.mentions), channel=message.channel, slack=ts,
        )  # fmt: skip


def undelivered(work: Work, message: Message, code: str) -> None:
    """Tell the operations channel of a message that Slack will not take, unless that is this very news."""
    channel = work.force.operations_channel
    if message.bulletin != UNDELIVERED:
        key = f"{UNDELIVERED}:{message.key}:{code}"
        outbox.put(work, key, channel, UNDELIVERED, f"{message.channel}|{code}")
