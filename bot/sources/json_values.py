"""Single JSON values, read strictly: what could hurt or mislead is refused by a code."""

import json
import math
from typing import Any

from bot.sources.fetched import Spoiled

LONGEST_NUMBER = 40


class Refusal(Exception):
    """A value that JSON allows, or Python does, but that we do not take."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refusal("duplicate_key")
    return found


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise Refusal("number_too_large")
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise Refusal("number_too_large")
    return value


def _constant(text: str) -> float:
    raise Refusal("not_a_number")


DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant
)


def too_deep(value: Any, most: int) -> bool:
    """Whether lists and objects stand more than `most` deep in one another."""
    level = [value]
    for _ in range(most):
        inner: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inner.extend(one.values())
            elif isinstance(one, list):
                inner.extend(one)
        level = [v for v in inner if isinstance(v, (dict, list))]
        if not level:
            return False
    return True


def decode(text: str, start: int, nesting: int) -> tuple[Any, int]:
    """The value that begins at `start`, or Spoiled, and where it ends (-1: unknown)."""
    try:
        value, end = DECODER.raw_decode(text, start)
    except Refusal as refusal:
        return Spoiled(refusal.reason), -1
    except RecursionError:
        return Spoiled("nesting"), -1
    except ValueError:
        return Spoiled("json_unreadable"), -1
    brackets = text.count("{", start, end) + text.count("[", start, end)
    if brackets > nesting and too_deep(value, nesting):
        return Spoiled("nesting"), end
    return value, end
