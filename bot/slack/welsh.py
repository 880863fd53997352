"""Days within a Welsh sentence: `ar ddydd Mercher`, not `ar Dydd Mercher`."""

from collections.abc import Mapping

SOFT = frozenset({"ar", "hyd", "o", "i", "mae'n", "Rhoddwyd"})  # after these words `dydd` is `ddydd`
STOPS = (".", ":", "?", "!")


class Day(str):
    """The name of a day, as a sentence begins with it."""

    __slots__ = ()


def within(sentence: str, values: Mapping[str, object]) -> dict[str, object]:
    """The values of a Welsh sentence, its days written as they are where they stand in it."""
    return {k: _placed(sentence, k, v) if isinstance(v, Day) else v for k, v in values.items()}


def _placed(sentence: str, name: str, day: str) -> str:
    before = sentence.partition(f"%({name})s")[0].split()
    if not before or before[-1].endswith(STOPS) or not before[-1].strip("*_"):
        return day
    return ("dd" if before[-1] in SOFT else "d") + day[1:]
