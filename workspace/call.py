"""One call of the Web API as a method sees it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from workspace.files import Files
from workspace.kinds import Channel, Json, SlackError
from workspace.tickets import Tickets
from workspace.views import Views
from workspace.world import World


@dataclass
class Call:
    """The arguments, the world they speak of, and what the token may do."""

    method: str
    args: Json
    world: World
    views: Views
    tickets: Tickets
    files: Files
    scopes: frozenset[str]
    base_url: str
    socket_ticket: Callable[[], str]

    def text(self, name: str, default: str = "") -> str:
        """Give an argument as text."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Give an argument as yes or no, in any of the ways in which clients write it."""
        return str(self.args.get(name, "")).lower() in ("true", "1")

    def number(self, name: str, default: int, most: int) -> int:
        """Give an argument as a number within what Slack allows."""
        try:
            value = int(self.args.get(name) or default)
        except (TypeError, ValueError):
            raise SlackError("invalid_limit") from None
        if value < 1:
            raise SlackError("invalid_limit")
        return min(value, most)

    def names(self, name: str) -> list[str]:
        """Give an argument as a list, comma separated or not."""
        value: Any = self.args.get(name) or []
        return value.split(",") if isinstance(value, str) else [str(item) for item in value]

    def needs(self, *scopes: str) -> None:
        """Refuse the call where none of these scopes was granted."""
        if scopes and not self.scopes.intersection(scopes):
            granted = ",".join(sorted(self.scopes))
            raise SlackError("missing_scope", needed=scopes[0], provided=granted)

    def channel(self, name: str = "channel", *, reads: str | None = None) -> Channel:
        """Find the channel that is meant, if the app may know of it."""
        channel = self.world.channel(self.text(name))
        if channel.private and not channel.app_member:
            raise SlackError("channel_not_found")
        if reads:
            kind = {"im": "im", "private": "groups", "channel": "channels"}[channel.kind]
            self.needs(f"{kind}:{reads}")
        return channel


@dataclass(frozen=True)
class Method:
    """What stands in Slack's reference about a method."""

    run: Callable[[Call], Json]
    tier: int
    needs: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    takes_json: bool = True
    app_level: bool = False


@dataclass
class Page:
    """A part of a long list, and where the next part begins."""

    rows: list[Any] = field(default_factory=list)
    next_cursor: str = ""

    @property
    def metadata(self) -> Json:
        """What Slack adds to the answer."""
        return {"response_metadata": {"next_cursor": self.next_cursor}}


def page(call: Call, rows: list[Any], default: int = 100, most: int = 999) -> Page:
    """Cut the part of a list that was asked for."""
    limit = call.number("limit", default, most)
    cursor = call.text("cursor")
    if cursor and not (cursor.startswith("at:") and cursor[3:].isdigit()):
        raise SlackError("invalid_cursor")
    start = int(cursor[3:]) if cursor else 0
    more = start + limit < len(rows)
    return Page(rows[start : start + limit], f"at:{start + limit}" if more else "")
