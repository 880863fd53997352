"""What is taken from somebody who stays unnamed: once however often it comes, by the local day alone."""

from dataclasses import replace
from datetime import date, datetime, time
from hashlib import sha256

from bot.domain.dial_in import local
from bot.services.case import Request
from bot.store import inbox
from bot.store.work import Work


def day_begins(work: Work, day: date) -> datetime:
    """The first instant (UTC) of a local day."""
    return local(day, time(0), work.force.zone)


def undated(work: Work) -> Work:
    """The same transaction as if it were the first instant of the local day: no clock says who was there."""
    return replace(work, at=day_begins(work, work.today))


def once(work: Work, request: Request) -> None:
    """Take a delivery as ours without a trace of whose it is; raises Repeated where it was taken before.

    Only a digest of Slack's own name for this one form is kept, and the day.
    """
    inbox.claim(undated(work), sha256(f"unnamed:{request.id}".encode()).hexdigest())
