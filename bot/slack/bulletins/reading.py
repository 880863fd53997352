"""What every bulletin is handed, and how much of a message its items may take."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.store.work import Work

Reading = Callable[..., Awaitable[Any]]  # kit.store.read with the present instant in it
Words = Any  # a Renderer
Payload = dict[str, Any]
LINES_BUDGET, LINES_BLOCKS = 8500, 44  # of a message's 10,000 characters and 50 blocks
FORM_BUDGET, FORM_BLOCKS = 25_000, 98  # a form takes 100 blocks


def present(work: Work) -> Mapping[str, Any]:
    """What a template may speak of beside what it tells."""
    return {"at": work.at, "force": work.force}
