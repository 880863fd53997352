"""Whether a request is Slack's: checked before anything reads its body, and strictly."""

import hmac
import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Protocol

STALE_SECONDS = 300
STAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


class Headers(Protocol):
    """Headers, of which there may be several of one name."""

    def getall(self, key: str, default: Sequence[str]) -> Sequence[str]:
        """Every value of a name."""


def signature_of(secret: str, stamp: str, body: bytes) -> str:
    """Slack's signature, version 0, of a body sent at a time stamp."""
    signed = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, sha256)
    return f"v0={signed.hexdigest()}"


def is_slacks(secret: str, headers: Headers, body: bytes, at: datetime) -> bool:
    """Whether one well-formed signature, made within five minutes of `at` (machine time), fits the body."""
    stamps = headers.getall("X-Slack-Request-Timestamp", ())
    signatures = headers.getall("X-Slack-Signature", ())
    if not secret or len(stamps) != 1 or len(signatures) != 1:
        return False
    if not STAMP.fullmatch(stamps[0]) or not SIGNATURE.fullmatch(signatures[0]):
        return False
    if abs(at.timestamp() - int(stamps[0])) > STALE_SECONDS:
        return False
    return hmac.compare_digest(signature_of(secret, stamps[0], body), signatures[0])
