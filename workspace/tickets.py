"""Trigger ids and response urls: what an interaction hands the app, good for a short while."""

import secrets
from dataclasses import dataclass, field

from workspace import clock
from workspace.kinds import Json, Message, SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 1800.0
RESPONSE_USES = 5


@dataclass
class Trigger:
    """Opens one view, once, within three seconds."""

    id: str
    user: str
    gesture: str
    made_at: float
    spent: bool = False


@dataclass
class ResponseUrl:
    """Answers one person five times within half an hour."""

    token: str
    user: str
    channel: str
    gesture: str
    made_at: float
    origin: Message | None = None
    uses: int = 0


@dataclass
class Tickets:
    """All that were handed out, and what followed from each gesture."""

    triggers: dict[str, Trigger] = field(default_factory=dict)
    urls: dict[str, ResponseUrl] = field(default_factory=dict)
    followed: dict[str, list[Json]] = field(default_factory=dict)
    trigger_seconds: float = TRIGGER_SECONDS
    latest: dict[str, str] = field(default_factory=dict)

    def gesture(self, user: str) -> str:
        """Begin a gesture: whatever comes of it will carry this name."""
        name = self.latest[user] = f"g{secrets.token_hex(6)}"
        self.followed[name] = []
        return name

    def follow(self, gesture: str, **what: str) -> None:
        """Note that something came of a gesture."""
        self.followed.setdefault(gesture, []).append(dict(what))

    def trigger(self, user: str, gesture: str) -> str:
        """Hand out a trigger id."""
        made = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self.triggers[made] = Trigger(made, user, gesture, clock.steady())
        return made

    def spend_trigger(self, trigger_id: str) -> Trigger:
        """Take a trigger id back; it is good once and not for long."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if clock.steady() - trigger.made_at > self.trigger_seconds:
            raise SlackError("expired_trigger_id")
        if trigger.spent:
            raise SlackError("exchanged_trigger_id")
        trigger.spent = True
        return trigger

    def response_url(self, user: str, channel: str, gesture: str, origin: Message | None = None) -> str:
        """Hand out the last part of a response url."""
        token = secrets.token_urlsafe(18)
        self.urls[token] = ResponseUrl(token, user, channel, gesture, clock.steady(), origin)
        return token

    def spend_url(self, token: str) -> ResponseUrl:
        """Use a response url once."""
        url = self.urls.get(token)
        if url is None or clock.steady() - url.made_at > RESPONSE_SECONDS:
            raise SlackError("expired_url")
        if url.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        url.uses += 1
        return url
