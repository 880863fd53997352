"""Signed HTTP: commands as forms, interactions under the key `payload`, events as JSON."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from workspace import clock
from workspace.faults import Faults
from workspace.kinds import Json
from workspace.transport import ACK_SECONDS, COMMAND, INTERACTION, Ack, Retry, undergo

FORM = "application/x-www-form-urlencoded"
ROBOT = "Slackbot 1.0 (+https://api.slack.com/robots)"


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Sign a body as Slack does."""
    signed = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return f"v0={signed.hexdigest()}"


@dataclass
class HttpMode:
    """Posts to the one address that the app gave."""

    url: str
    secret: str
    faults: Faults
    session: aiohttp.ClientSession

    async def deliver(self, kind: str, payload: Json, retry: Retry | None = None) -> Ack:
        """Post one payload and give the answer."""
        fault = self.faults.delivery(kind)
        if await undergo(fault):
            return Ack("operation_timeout")
        body, content_type = _body(kind, payload)
        if fault is None or fault.kind != "duplicate":
            return await self.post(body, content_type, retry)
        first, _ = await asyncio.gather(
            self.post(body, content_type, retry), self.post(body, content_type, retry)
        )
        return first

    async def post(self, body: bytes, content_type: str, retry: Retry | None = None) -> Ack:
        """Post one signed body."""
        headers = self._headers(body, content_type, retry)
        patience = aiohttp.ClientTimeout(total=ACK_SECONDS)
        try:
            async with self.session.post(self.url, data=body, headers=headers, timeout=patience) as answer:
                text = await answer.text()
        except TimeoutError:
            return Ack("operation_timeout", status=0)
        except aiohttp.ClientError:
            return Ack("dispatch_failed", status=0)
        said = _answer(text, answer.content_type)
        return Ack(None if answer.status == 200 else "dispatch_failed", said, answer.status)

    def _headers(self, body: bytes, content_type: str, retry: Retry | None) -> dict[str, str]:
        stamp = str(int(clock.now()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": ROBOT,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(self.secret, stamp, body),
        }
        if retry is not None:
            headers |= {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
        return headers


def _body(kind: str, payload: Json) -> tuple[bytes, str]:
    if kind == COMMAND:
        return urlencode(payload).encode(), FORM
    if kind == INTERACTION:
        return urlencode({"payload": json.dumps(payload)}).encode(), FORM
    return json.dumps(payload).encode(), "application/json"


def _answer(text: str, content_type: str) -> Any:
    if not text:
        return None
    if content_type != "application/json":
        return text
    try:
        return json.loads(text)
    except ValueError:
        return None
