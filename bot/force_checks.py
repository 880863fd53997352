"""Whether the rows of force.toml fit each other: names that exist, channels named once, nobody shut out."""

import string
from collections.abc import Iterator
from typing import Any

from bot.domain.offence import NEGATIONS, Decision
from bot.domain.people import ANYONE, RANKS, Person
from bot.domain.rights import Action
from bot.force_page import CategoryRow, Fault, Page, TraitRow
from bot.force_rows import dial_ins, digests, ladder
from bot.force_rows.base import Named
from bot.problems import did_you_mean

ACTIONS = tuple(action.value for action in Action if action is not Action.RETURN)
SPECIAL_ROWS = {
    "sign_off": {"n100"},
    "reopen": {"ruling"},
    "chair": {"delegated", "elsewhere"},
    "meet": {"elsewhere"},
    "meeting_record": {"elsewhere"},
}
NAMED_TABLES = (
    "units", "classes", "categories", "qualifiers", "markers", "roles", "accreditations", "editions",
    "dial_ins",
)  # fmt: skip
SHORTEST = 180  # days: one wrong digit must not make nearly everything old
LINK_PARTS = {"date", "number", "crime"}


def cross_checks(page: Page, raw: dict[str, Any]) -> Iterator[Fault]:
    """Everything that does not fit; `raw` knows names whose own rows were bad."""
    yield from _languages(page)
    yield from _channels(page)
    yield from _clock(page)
    yield from _meetings(page)
    yield from _classes(page, set(raw["classes"]))
    yield from _permissions(page, set(raw["classes"]), set(raw["roles"]))
    yield from _codes(page)
    yield from _links(page)
    yield from _editions(page)
    yield from _ladder(page, raw)
    yield from dial_ins.faults(page.dial_ins, set(page.units), set(raw["roles"]))
    yield from digests.faults(page.digests, set(raw["roles"]))
    if page.retention_days.incidents < SHORTEST:
        reason = f"should be at least {SHORTEST}: what is forgotten sooner may still be asked for"
        yield ("retention_days", "incidents"), reason


def _languages(page: Page) -> Iterator[Fault]:
    if len(set(page.languages)) < len(page.languages):
        yield ("languages",), "names a language twice"
    for path, row in _named_rows(page):
        yield from (((*path, lang), "is missing") for lang in page.languages if lang not in row.names())
    for code, unit in page.units.items():
        if unit.language and unit.language not in page.languages:
            yield ("units", code, "language"), "is not one of languages"


def _named_rows(page: Page) -> Iterator[tuple[tuple[str, ...], Named]]:
    for table in NAMED_TABLES:
        yield from (((table, key), row) for key, row in getattr(page, table).items())
    for table, rows in page.codes.by_name().items():
        yield from ((("codes", table, key), row) for key, row in rows.items())


def _channels(page: Page) -> Iterator[Fault]:
    places: list[tuple[tuple[str, ...], str]] = [
        (("restricted_channel",), page.restricted_channel),
        (("operations_channel",), page.operations_channel),
        (("registrar_channel",), page.registrar_channel),
        *((("units", code, "channel"), unit.channel) for code, unit in page.units.items()),
    ]
    first: dict[str, tuple[str, ...]] = {}
    for path, channel in places:
        if channel in first:
            yield path, f"is {channel}, which is already {'.'.join(first[channel])}"
        first.setdefault(channel, path)


def _clock(page: Page) -> Iterator[Fault]:
    clock = page.clock
    if not clock.approaching < clock.hours:
        yield ("clock", "approaching"), "should be less than hours"
    if not clock.no_meeting_left <= clock.approaching:
        yield ("clock", "no_meeting_left"), "should not be more than approaching"
    if not clock.urgent < clock.no_meeting_left:
        yield ("clock", "urgent"), "should be less than no_meeting_left"


def _ladder(page: Page, raw: dict[str, Any]) -> Iterator[Fault]:
    clock = page.clock
    yield from ladder.faults(page.ladder, page.quiet, clock.approaching, clock.urgent)
    codes = {*raw["classes"], *page.qualifiers, *page.markers, Decision.N100.value}
    yield from ladder.step_faults(page.ladder, set(raw["roles"]), codes)


def _meetings(page: Page) -> Iterator[Fault]:
    for code, unit in page.units.items():
        if unit.kind == "bcu" and unit.dmm is None:
            yield ("units", code, "dmm"), "is missing: a BCU meets"


def _classes(page: Page, known: set[str]) -> Iterator[Fault]:
    tables: list[tuple[str, dict[str, CategoryRow] | dict[str, TraitRow]]] = [
        ("categories", page.categories),
        ("qualifiers", page.qualifiers),
        ("markers", page.markers),
    ]
    for table, rows in tables:
        for code, row in rows.items():
            for name in row.classes:
                if name not in known:
                    reason = f"names {name}, which is not in [classes]{did_you_mean(name, known)}"
                    yield (table, code, "classes"), reason
    for code, category in page.categories.items():
        if category.rule == "clock" and not category.classes:
            yield ("categories", code, "classes"), "is missing: an offence with a clock has a class"


def _permissions(page: Page, classes: set[str], roles: set[str]) -> Iterator[Fault]:
    for action in page.permissions:
        if action not in ACTIONS:
            yield (
                ("permissions", action),
                f"is not something that people do here{did_you_mean(action, ACTIONS)}",
            )
    for action in ACTIONS:
        rows = page.permissions.get(action, {})
        if "default" not in rows:
            yield ("permissions", action, "default"), "is missing"
        yield from _matrix(action, rows, classes | SPECIAL_ROWS.get(action, set()), roles)


def _matrix(action: str, rows: dict[str, list[str]], classes: set[str], roles: set[str]) -> Iterator[Fault]:
    words = {ANYONE, *RANKS[1:], *roles}
    for name, grants in rows.items():
        path = ("permissions", action, name)
        if name != "default" and name not in classes:
            yield path, f"is not in [classes]{did_you_mean(name, classes)}"
        for word in grants:
            if word not in words:
                yield path, f"names {word}, which is no role and no rank{did_you_mean(word, words)}"
    called = [row for name, row in rows.items() if name != "default"]
    if called and not any(_passes(word, called) for word in words):
        yield (
            ("permissions", action),
            "lets nobody act on an offence of several classes: no word is in each row",
        )


def _passes(word: str, rows: list[list[str]]) -> bool:
    """Whether somebody who is only this, of one role or one rank, is let through by every row."""
    rank, roles = (word, frozenset[str]()) if word in RANKS else ("staff", frozenset({word}))
    somebody = Person(collar="", forename="", surname="", rank=rank, unit="", roles=roles)
    return all(any(somebody.holds(grant) for grant in row) for row in rows)


def _codes(page: Page) -> Iterator[Fault]:
    wanted = {"negation": set(NEGATIONS), "record": set(Decision) - NEGATIONS}
    for table, rows in page.codes.by_name().items():
        if not rows:
            yield ("codes", table), "is empty"
        allowed = {decision.value for decision in wanted.get(table, set())}
        for code, row in rows.items():
            if (row.decision or "") not in (allowed or {""}):
                choice = ", ".join(sorted(allowed)) or "left out"
                yield ("codes", table, code, "decision"), f"should be {choice}"


def _links(page: Page) -> Iterator[Fault]:
    for name, pattern in (("storm", page.links.storm), ("niche", page.links.niche)):
        try:
            parts = {part for _, part, _, _ in string.Formatter().parse(pattern) if part is not None}
        except ValueError:
            yield ("links", name), "has a brace that does not close"
            continue
        if pattern and not pattern.startswith(("https://", "http://")):
            yield ("links", name), "should be a web address"
        for part in sorted(parts - LINK_PARTS):
            yield ("links", name), f"names {{{part}}}; it may name {{date}}, {{number}} and {{crime}}"


def _editions(page: Page) -> Iterator[Fault]:
    first: dict[object, str] = {}
    for name, edition in page.editions.items():
        if edition.since in first:
            yield ("editions", name, "since"), f"is the day of {first[edition.since]} too"
        first.setdefault(edition.since, name)
