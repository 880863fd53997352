"""How long our copies are kept: what is older than force.toml says is forgotten; the trail is not."""

from datetime import datetime, timedelta

from bot.store import inbox, outbox, polls
from bot.store.work import Work


def forget(work: Work) -> int:
    """Forget requests, quarantined rows and messages whose time is over; gives how many."""
    requests = inbox.forget_before(work, _since(work, "requests"))
    rows = polls.forget_before(work, _since(work, "quarantine"))
    return requests + rows + outbox.forget_before(work, _since(work, "messages"))


def _since(work: Work, kept: str) -> datetime:
    return work.at - timedelta(days=work.force.retention_days[kept])
