"""Small checks that are put together into the shape of every block."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


def fault(said: str, at: str) -> str:
    """Say what is wrong and where, as Slack says it."""
    return f"[ERROR] {said} [json-pointer:{at or '/'}]"


def string(longest: int, shortest: int = 0, pattern: str | None = None) -> Check:
    """Take a string of a certain length."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must be a string", at)
        elif len(value) > longest:
            yield fault(f"must be less than {longest + 1} characters", at)
        elif len(value) < shortest:
            yield fault(f"must be more than {shortest - 1} characters", at)
        elif pattern and not re.fullmatch(pattern, value):
            yield fault(f"must match pattern: {pattern}", at)

    return check


def boolean(value: Any, at: str) -> Iterator[str]:
    """Take true or false."""
    if not isinstance(value, bool):
        yield fault("must be a boolean", at)


def number(value: Any, at: str) -> Iterator[str]:
    """Take any number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield fault("must be a number", at)


def integer(least: int = 0, most: int = 10**12) -> Check:
    """Take a whole number within bounds."""

    def check(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield fault("must be an integer", at)
        elif not least <= value <= most:
            yield fault(f"must be between {least} and {most}", at)

    return check


def one_of(*allowed: str) -> Check:
    """Take one of a few words."""

    def check(value: Any, at: str) -> Iterator[str]:
        if value not in allowed:
            yield fault(f"must be one of: {', '.join(allowed)}", at)

    return check


def items(inner: Check, most: int, least: int = 1) -> Check:
    """Take a list of so many things of one kind."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield fault("must provide an array", at)
            return
        if len(value) > most:
            yield fault(f"no more than {most} items allowed [{len(value)} given]", at)
        if len(value) < least:
            yield fault(f"no fewer than {least} items allowed [{len(value)} given]", at)
        for number, item in enumerate(value):
            yield from inner(item, f"{at}/{number}")

    return check


def record(
    kind: str | None, required: Mapping[str, Check], optional: Mapping[str, Check] | None = None
) -> Check:
    """Take an object with these fields and no others."""
    fields = {**required, **(optional or {})}
    needed = list(required)
    if kind is not None:
        fields["type"] = one_of(kind)
        needed.append("type")

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must provide an object", at)
            return
        yield from (fault(f"missing required field: {n}", at) for n in needed if n not in value)
        for name, inner in value.items():
            fits = fields.get(name, _unknown)
            yield from fits(inner, f"{at}/{name}" if name in fields else f"{at}|{name}")

    return check


def _unknown(_: Any, at: str) -> Iterator[str]:
    where, _bar, name = at.rpartition("|")
    yield fault(f"invalid additional property: {name}", where)


def by_type(kinds: Mapping[str, Check]) -> Check:
    """Take an object of one of several types."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must provide an object", at)
        elif not isinstance(value.get("type"), str):
            yield fault("missing required field: type", at)
        elif value["type"] not in kinds:
            yield fault(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from kinds[value["type"]](value, at)

    return check


def also(first: Check, *others: Check) -> Check:
    """Take what passes the first check and then every other."""

    def check(value: Any, at: str) -> Iterator[str]:
        found = list(first(value, at))
        yield from found
        if not found:
            for other in others:
                yield from other(value, at)

    return check


def exactly_one(*names: str) -> Check:
    """Take an object in which exactly one of these fields stands."""

    def check(value: Any, at: str) -> Iterator[str]:
        given = [name for name in names if name in value]
        if len(given) != 1:
            yield fault(f"must define exactly one of: {', '.join(names)}", at)

    return check


def at_least_one(*names: str) -> Check:
    """Take an object in which one or more of these fields stand."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not any(name in value for name in names):
            yield fault(f"must define either {' or '.join(names)}", at)

    return check
