"""One call of Slack: only while the lease is ours, and what went wrong in the dispatcher's own terms."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.guard import looking
from bot.slack.lease import Lease
from bot.slack.recovery import PROBLEMS, Kind, Trouble, remedy_for, while_looking

T = TypeVar("T")
Method = Callable[..., Awaitable[AsyncSlackResponse]]


async def sent(lease: Lease, method: Method, **args: Any) -> AsyncSlackResponse:
    """What Slack answers to a call that changes something; raises Trouble, or LeaseLost before it leaves."""
    lease.check()
    try:
        with looking(lease.check):
            return await method(**args)
    except PROBLEMS as problem:
        remedy = remedy_for(problem)
        raise Trouble(remedy, known=remedy.kind is not Kind.UNKNOWN) from problem


async def asked(call: Awaitable[T], known: bool = False, looking: bool = False) -> T:
    """What a question to Slack answers; such a question changes nothing there."""
    try:
        return await call
    except PROBLEMS as problem:
        remedy = remedy_for(problem)
        raise Trouble(while_looking(remedy) if looking else remedy, known) from problem
