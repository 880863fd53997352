"""Hearing an event once, however often Slack delivers it."""

from bot.services.case import Request
from bot.store import inbox
from bot.store.work import Work


def once(work: Work, request: Request) -> None:
    """Take an event as heard; raises Repeated where it was."""
    inbox.claim(work, request.id)
