"""What every bulletin is handed, what most of them do with it, and how much of a message items may take."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bot.slack.render import page
from bot.store.work import Work

Reading = Callable[..., Awaitable[Any]]  # kit.store.read with the present instant in it
Words = Any  # a Renderer
Payload = dict[str, Any]
LINES_BUDGET, LINES_BLOCKS = 8500, 44  # of a message's 10,000 characters and 50 blocks
FORM_BUDGET, FORM_BLOCKS = 25_000, 98  # a form takes 100 blocks


def present(work: Work) -> Mapping[str, Any]:
    """What a template may speak of beside what it tells."""
    return {"at": work.at, "force": work.force}


async def found(
    read: Reading, words: Words, lang: str, template: str, name: str, query: Callable[..., Any], *args: Any
) -> Payload | None:
    """A message whose template is told by `name` what a query finds; None where that is nothing any more."""
    it, now = await read(query, *args), await read(present)
    return dict(words.message(template, lang, **now, **{name: it})) if it else None


def fitting(
    words: Words,
    lang: str,
    template: str,
    name: str,
    items: Sequence[Any],
    most: int = LINES_BLOCKS,
    **now: Any,
) -> Mapping[str, Any]:
    """As many items as one message takes, whole, in a template that calls each `name`; and the rest."""

    def blocks(each: object) -> Any:
        return words.blocks(template, lang, **now, **{name: each})

    shown, rest = page(items, blocks, LINES_BUDGET, most)
    return {"found": shown, "rest": rest}
