"""Everything that is true in the workspace now: people, channels, messages, open views."""

import bisect
from dataclasses import replace
from typing import Any

from workspace.cast import BOT_USER, Cast
from workspace.clock import Dial, Stamps
from workspace.hints import Hints
from workspace.kinds import Channel, Json, Message, OpenView, Person, SlackError

KEPT_VERSIONS = 20


class World:
    """The state in memory; whatever changes it goes through a method here, and is hinted."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.team = cast.team
        self.people: dict[str, Person] = cast.people
        self.channels: dict[str, Channel] = cast.channels
        self.hints = Hints()
        self.stamps = Stamps()
        self.dial = Dial()
        self.homes: dict[str, OpenView] = {}
        self.stacks: dict[str, list[OpenView]] = {}
        self.read_up_to: dict[tuple[str, str], str] = {}
        self._messages: dict[str, list[Message]] = {}
        self._by_ts: dict[tuple[str, str], Message] = {}
        self._threads: dict[tuple[str, str], list[str]] = {}

    def person(self, user: str) -> Person:
        """Find a person by id."""
        if user not in self.people:
            raise SlackError("user_not_found")
        return self.people[user]

    def channel(self, name: str) -> Channel:
        """Find a channel by its id, its name, or the person whose conversation it is."""
        if name in self.channels:
            return self.channels[name]
        if name in self.people and f"D{name[1:]}" in self.channels:
            return self.channels[f"D{name[1:]}"]
        for channel in self.channels.values():
            if not channel.im and channel.name == name.removeprefix("#"):
                return channel
        raise SlackError("channel_not_found")

    def sees(self, user: str, channel: Channel) -> bool:
        """Say whether a person may look into a channel."""
        if user in channel.members:
            return True
        return not channel.private and not channel.im and not self.people[user].is_restricted

    def readers(self, channel: Channel) -> list[str]:
        """List everybody who may look into a channel."""
        return [user for user in self.people if user != BOT_USER and self.sees(user, channel)]

    def messages(self, channel: str) -> list[Message]:
        """List a channel's messages, oldest first, ephemeral ones and replies too."""
        return self._messages.get(channel, [])

    def message(self, channel: str, ts: str) -> Message:
        """Find one message."""
        if (channel, ts) not in self._by_ts:
            raise SlackError("message_not_found")
        return self._by_ts[channel, ts]

    def add(self, message: Message) -> Message:
        """Put a new message where it belongs and say so."""
        bisect.insort(self._messages.setdefault(message.channel, []), message, key=lambda m: m.ts)
        self._by_ts[message.channel, message.ts] = message
        if message.thread_ts and message.thread_ts != message.ts:
            self._threads.setdefault((message.channel, message.thread_ts), []).append(message.ts)
        self._say(message, "ephemeral" if message.only_for else "message")
        return message

    def change(self, message: Message, **new: Any) -> Message:
        """Replace the content of a message and keep what stood before."""
        earlier = [*message.earlier, message.blocks][-KEPT_VERSIONS:]
        changed = replace(message, earlier=earlier, **new)
        self._put_back(message, changed)
        self._say(changed, "message_changed")
        return changed

    def remove(self, message: Message) -> None:
        """Take a message away."""
        self._messages[message.channel].remove(message)
        del self._by_ts[message.channel, message.ts]
        self._say(message, "message_deleted")

    def replies(self, parent: Message) -> list[Message]:
        """List the replies under a message."""
        stamps = self._threads.get((parent.channel, parent.ts), [])
        thread = [self._by_ts[parent.channel, ts] for ts in stamps if (parent.channel, ts) in self._by_ts]
        return [message for message in thread if not message.only_for]

    def told(self, user: str, kind: str, **more: object) -> None:
        """Hint to one person that their views, Home or channels changed."""
        self.hints.tell([user], type=kind, **more)

    def _put_back(self, message: Message, changed: Message) -> None:
        rows = self._messages[message.channel]
        rows[bisect.bisect_left(rows, message.ts, key=lambda m: m.ts)] = changed
        self._by_ts[message.channel, message.ts] = changed

    def _say(self, message: Message, kind: str) -> None:
        only = message.only_for
        users = [only] if only else self.readers(self.channels[message.channel])
        extra: Json = {"thread_ts": message.thread_ts} if message.thread_ts else {}
        self.hints.tell(users, type=kind, channel=message.channel, ts=message.ts, **extra)
