"""The Registrar's second look as its templates take it."""

from collections.abc import Mapping
from typing import Any

from bot.services.digests.second_look import SecondLook

FEW, MANY = 4, 45  # logs of each signal: in a message, in a form


def few(look: SecondLook) -> Mapping[str, Any]:
    """As much as a message takes."""
    return {"look": look, "most": FEW}


def many(look: SecondLook) -> Mapping[str, Any]:
    """As much as a form takes."""
    return {"look": look, "most": MANY}
