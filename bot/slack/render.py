"""Templates to what Slack takes: an envelope and its blocks, checked, within the budget.

A template prints its envelope on the first line and one block on each line that follows. A template that
prints no JSON is a line of plain text.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from gettext import NullTranslations
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from jinja2 import Environment, TemplateError
from markupsafe import Markup

from bot import catalogue
from bot.slack.escape import as_plain
from bot.slack.limits import (
    BUDGET,
    MESSAGE_BLOCKS,
    RenderError,
    check_blocks,
    check_message,
    check_view,
    weight,
)
from bot.slack.words import Setting, environment

__all__ = ["RenderError", "Renderer", "page"]

Item = TypeVar("Item")


class Renderer:
    """Every template of a folder, in every language that it has a catalogue for.

    `find_person` lets `who` and `called` read a collar number, which is what domain objects hold.
    """

    def __init__(
        self,
        folder: Path,
        zone: str | ZoneInfo,
        find_person: Callable[[str], Any] = lambda _: None,
        prefix: str = "",
    ) -> None:
        self._folder = folder
        setting = Setting(folder, ZoneInfo(str(zone)), find_person, prefix)
        spoken: dict[str, NullTranslations] = {catalogue.SOURCE: NullTranslations()}
        spoken |= {code: catalogue.translations(path) for code, path in catalogue.files(folder).items()}
        self._words: Mapping[str, Environment] = {
            code: environment(setting, code, words) for code, words in spoken.items()
        }

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that every template speaks; the first is the source."""
        return tuple(self._words)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every occasion: the templates in folders, without the parts whose names begin with `_`."""
        found = sorted(self._folder.glob("*/*.j2"))
        return tuple(f"{path.parent.name}/{path.stem}" for path in found if not path.name.startswith("_"))

    def message(self, name: str, lang: str, /, **values: Any) -> dict[str, Any]:
        """`text` and `blocks` for chat.postMessage, chat.update, an ephemeral answer or a response_url."""
        return self._checked(name, lang, values, "message", check_message)

    def modal(self, name: str, lang: str, /, **values: Any) -> dict[str, Any]:
        """A view for views.open, views.push and views.update."""
        return self._checked(name, lang, values, "modal", check_view)

    def home(self, name: str, lang: str, /, **values: Any) -> dict[str, Any]:
        """A view for views.publish."""
        return self._checked(name, lang, values, "home", check_view)

    def blocks(self, name: str, lang: str, /, **values: Any) -> list[dict[str, Any]]:
        """The blocks of a part (`listings/_line`), which has no envelope; for `page`."""
        blocks = self._lines(name, lang, values)
        _check(name, lang, lambda: check_blocks(blocks, MESSAGE_BLOCKS))
        return blocks

    def data(self, name: str, lang: str, /, **values: Any) -> list[dict[str, Any]]:
        """What a template prints for no Slack: one object of JSON on each line, as for a sheet of paper."""
        return self._lines(name, lang, values)

    def line(self, name: str, lang: str, /, **values: Any) -> str:
        """A sentence or two in plain text: a refusal, a form's error, the line to copy for the log.

        It is not escaped: give it to a template as a value, or to a form's errors, never to `text` itself.
        """
        printed = Markup(" ".join(self._print(name, lang, values).split()))  # noqa: S704 - a template's own
        return as_plain(printed)

    def _checked(
        self, name: str, lang: str, values: dict[str, Any], kind: str, check: Callable[[Any], None]
    ) -> dict[str, Any]:
        envelope, *blocks = self._lines(name, lang, values) or [{}]
        if envelope.get("type", "message") != kind:
            raise RenderError(f"{name} ({lang}): its first line is not the envelope of a {kind}")
        payload = {**envelope, "blocks": blocks}
        _check(name, lang, lambda: check(payload))
        return payload

    def _lines(self, name: str, lang: str, values: dict[str, Any]) -> list[dict[str, Any]]:
        # only \n ends a block: splitlines() would also break at characters that JSON strings may hold
        printed = [line for line in self._print(name, lang, values).split("\n") if line.strip()]
        try:
            parsed: list[dict[str, Any]] = json.loads(f"[{','.join(printed)}]")
        except ValueError as error:
            raise RenderError(f"{name} ({lang}): not one block of JSON a line: {error}") from error
        if len(parsed) != len(printed):
            raise RenderError(f"{name} ({lang}): {len(parsed)} blocks on {len(printed)} lines")
        return parsed

    def _print(self, name: str, lang: str, values: dict[str, Any]) -> str:
        words = self._words.get(lang[:2]) or self._words[catalogue.SOURCE]
        if shadowed := values.keys() & words.globals.keys():
            raise RenderError(f"{name}: {sorted(shadowed)} are names of macros")
        try:
            return words.get_template(f"{name}.j2").render(values)
        except (TemplateError, TypeError, ValueError, LookupError, AttributeError) as error:
            raise RenderError(f"{name} ({lang}): {error}") from error


def _check(name: str, lang: str, check: Callable[[], None]) -> None:
    try:
        check()
    except RenderError as error:
        raise RenderError(f"{name} ({lang}): {error}") from None
    except (KeyError, TypeError) as error:
        raise RenderError(f"{name} ({lang}): no block that Slack knows: {error!r}") from error


def page(
    items: Sequence[Item],
    render_item: Callable[[Item], Sequence[Mapping[str, Any]]],
    budget: int = BUDGET,
    max_blocks: int = MESSAGE_BLOCKS,
) -> tuple[tuple[Item, ...], int]:
    """The first items whose blocks fit, whole, and how many are left; the template says so in words."""
    for shown, item in enumerate(items):
        blocks = render_item(item)
        budget, max_blocks = budget - weight(blocks), max_blocks - len(blocks)
        if budget < 0 or max_blocks < 0:
            return tuple(items[:shown]), len(items) - shown
    return tuple(items), 0
