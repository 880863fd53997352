"""What Slack accepted is told on the trail; what it will never take, in the operations channel."""

from bot.domain.facts import Happened
from bot.services import speaking_up
from bot.services.case import tell
from bot.services.digests import daily, weekly
from bot.services.ladder.reach import TOLD
from bot.services.speaking_up import BULLETIN as CONFIDENCE
from bot.services.unnamed import undated
from bot.store import alerts, crime_notices, ladder, outbox
from bot.store import incidents as stored
from bot.store.crime_notices import LAPSED
from bot.store.outbox import Message
from bot.store.work import Work

UNDELIVERED = "undelivered"  # the bulletin


def accepted(work: Work, message: Message, ts: str) -> None:
    """Note, in the transaction that marks a message as shown, who was told of what by it."""
    if message.bulletin == TOLD:
        _told_of_steps(work, message, ts)
    if message.shown:
        return
    if message.bulletin == LAPSED:
        _told_of_a_lapse(work, message, ts)
    elif message.bulletin == "alert":
        _told_of_stages(work, message, ts)
        ladder.told(work, message.key)
    elif message.bulletin in (daily.DIGEST, weekly.WEEKLY):
        daily.told(work, message, ts)
    elif message.bulletin == CONFIDENCE:
        speaking_up.accepted(work, message)


def _told_of_steps(work: Work, message: Message, ts: str) -> None:
    """A summary grows after it was shown first: each step that it tells is told once."""
    new = ladder.told(work, message.key)
    held = stored.by_ids(work, [s.incident_id for s in new]) if new else {}
    for step in new:
        tell(
            work, held[step.incident_id], Happened.PEOPLE_TOLD, None, step.n, stage=step.stage,
            people=[step.person] if step.person else [], channel=message.channel, slack=ts,
            passed=list(step.passed) or None,
        )  # fmt: skip


def _told_of_a_lapse(work: Work, message: Message, ts: str) -> None:
    notice = crime_notices.by_key(work, message.key)
    if notice is not None:
        incident = stored.by_ids(work, [notice.incident_id])[notice.incident_id]
        tell(
            work, incident, Happened.PEOPLE_TOLD, None, notice.n,
            crime=notice.crime_ref, people=list(notice.mentions), channel=message.channel, slack=ts,
        )  # fmt: skip


def _told_of_stages(work: Work, message: Message, ts: str) -> None:
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
        when = undated(work) if message.bulletin == CONFIDENCE else work  # nothing tells when it was sent
        outbox.put(when, key, channel, UNDELIVERED, f"{message.channel}|{code}")
        work.wakes = True
