"""A story is one thing that people do in Slack: its command, its buttons and its forms, in one file.

A story's functions take an `Ask` (bot/kit.py) and give an answer; `bot/listeners.py` brings both to Slack.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.refusal import Refused


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that only the asker sees: a message template with its values."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """A form to open: a modal template with its values; `metadata` comes back with what is filled in.

    `in_place`: where a button of a form is pressed, it takes that form's place, and does not stand upon it.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    metadata: str = ""
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a form: a refusal template, shown under one of its inputs."""

    block_id: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of a select that asks us: pairs of text and value, at most 100."""

    pairs: tuple[tuple[str, str], ...]


Answer = Reply | Form | Wrong | Options | None
Part = Callable[[Any], Awaitable[Answer]]
Words = Mapping[str, Part]  # what each word behind a command asks for
Listed = Callable[[Any], Awaitable[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: its name without prefix, and the usage that help and the manifest show."""

    name: str
    usage: str
    part: Part


@dataclass(slots=True)
class Story:
    """What one file of `handlers/` offers; `name` is also its folder of words."""

    name: str
    commands: list[Command] = field(default_factory=list)
    buttons: dict[str, Part] = field(default_factory=dict)
    verbs: dict[str, Part] = field(default_factory=dict)
    forms: dict[str, Part] = field(default_factory=dict)
    choices: dict[str, Part] = field(default_factory=dict)
    shortcuts: dict[str, Part] = field(default_factory=dict)
    events: dict[str, Part] = field(default_factory=dict)

    def command(
        self, name: str, usage: str, words: Words | None = None, listed: Listed | None = None
    ) -> Callable[[Part], Part]:
        """Answer `/name`; `usage` is what stands behind it in help.

        With `words`, the first word behind it says which of them answers; without one this function does.
        `listed` gives those of which the asker is told who mistyped one: what they may.
        """

        def add(part: Part) -> Part:
            self.commands.append(
                Command(name, usage, part if words is None else _by_word(words, part, listed))
            )
            return part

        return add

    def verb(self, name: str) -> Callable[[Part], Part]:
        """Answer what an incident's button or menu offers under this name, on every copy of it."""
        return self._into(self.verbs, (name,))

    def button(self, *action_ids: str) -> Callable[[Part], Part]:
        """Answer a press of a button that is no incident's verb."""
        return self._into(self.buttons, action_ids)

    def form(self, callback_id: str) -> Callable[[Part], Part]:
        """Answer a form that was sent."""
        return self._into(self.forms, (callback_id,))

    def choice(self, action_id: str) -> Callable[[Part], Part]:
        """Answer a select that asks for its options."""
        return self._into(self.choices, (action_id,))

    def shortcut(self, callback_id: str) -> Callable[[Part], Part]:
        """Answer a message shortcut."""
        return self._into(self.shortcuts, (callback_id,))

    def event(self, kind: str) -> Callable[[Part], Part]:
        """Answer an event."""
        return self._into(self.events, (kind,))

    def _into(self, kept: dict[str, Part], names: tuple[str, ...]) -> Callable[[Part], Part]:
        def add(part: Part) -> Part:
            kept.update(dict.fromkeys(names, part))
            return part

        return add


def _by_word(words: Words, without: Part, listed: Listed | None) -> Part:
    """What the first word asks for, given the words behind it; another raises Refused `unknown_word`."""

    async def part(ask: Any) -> Answer:
        word, _, others = ask.text.strip().partition(" ")
        if not word:
            return await without(ask)
        if word.lower() not in words:
            theirs = await listed(ask) if listed else tuple(words)
            raise Refused("unknown_word", typed=word[:40], words=theirs)
        return await words[word.lower()](replace(ask, text=others.strip()))

    return part
