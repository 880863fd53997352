"""The few plain shapes that every module of the workspace shares."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """A refusal in Slack's own words; what else the answer carries stands in `more`."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass
class Person:
    """Somebody with an account, or a stranger from a team that shares a channel."""

    id: str
    name: str
    real_name: str
    team_id: str
    display_name: str = ""
    email: str = ""
    title: str = ""
    tz: str = "Europe/London"
    locale: str = "en-GB"
    is_restricted: bool = False
    deleted: bool = False
    is_bot: bool = False


@dataclass
class Channel:
    """A channel, a private channel, or one person's conversation with the app."""

    id: str
    name: str
    private: bool = False
    im: bool = False
    shared: bool = False
    archived: bool = False
    app_member: bool = True
    members: list[str] = field(default_factory=list)
    topic: str = ""

    @property
    def kind(self) -> str:
        """Say which of the three it is, as the page says it."""
        return "im" if self.im else "private" if self.private else "channel"


@dataclass(eq=False)
class Message:
    """One message; `only_for` names the one person who sees an ephemeral one."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    edited: str | None = None
    only_for: str | None = None
    by_app: bool = False
    username: str = ""
    reactions: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    earlier: list[list[Json]] = field(default_factory=list)


@dataclass(eq=False)
class OpenView:
    """A form or a Home tab as one person has it before them."""

    user: str
    body: Json

    @property
    def id(self) -> str:
        """Slack's id of the view."""
        return str(self.body["id"])
