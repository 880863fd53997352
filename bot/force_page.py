"""What force.toml may say: its keys and the kind of each value, each checked for itself."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from bot.force_rows.base import EMPTY, Named, Names, Row, Words, checked
from bot.force_rows.dial_ins import DialInRow, UnnamedRow
from bot.force_rows.digests import NO_DIGESTS, DigestsRow
from bot.force_rows.handovers import HandoversRow
from bot.force_rows.ladder import LadderRow, QuietRow, StepRow
from bot.force_rows.meetings import MeetingsRow
from bot.hours import parse_clock, parse_days, parse_tours
from bot.problems import did_you_mean

Fault = tuple[tuple[str, ...], str]  # where, and what is wrong: the end of a sentence that begins with where


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise ValueError("should be a time zone like Europe/London") from unknown


def _holiday(text: str) -> None:
    if text != NOT_HELD:
        parse_clock(text)


NOT_HELD = "none"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CODE = r"^[a-z][a-z0-9_]*$"
REASON = r"^[A-Z][A-Z0-9]{0,11}$"
CHANNEL = r"^[a-z0-9_-]{1,80}$"
ADVICE = {
    SLUG: "should be small letters and digits, with single hyphens",
    CODE: "should be small letters, digits and _",
    REASON: "should be up to 12 capital letters and digits",
    CHANNEL: "should be a Slack channel's name: small letters, digits, - and _",
}
STAND_INS: dict[str, Any] = {
    "id": "id",
    "name": "-",
    "zone": "UTC",
    "languages": ["en"],
    "restricted_channel": "-",
    "operations_channel": "_",
    "registrar_channel": "--",
}
Slug = Annotated[str, Field(pattern=SLUG)]
Code = Annotated[str, Field(pattern=CODE)]
Reason = Annotated[str, Field(pattern=REASON)]
Channel = Annotated[str, Field(pattern=CHANNEL)]
Language = Literal["en", "cy"]
Hours = Annotated[float, Field(gt=0, le=24 * 7)]
Grants = Annotated[list[str], Field(min_length=1)]
Kinds = Literal["crime", "n100", "included", "already", "transferred", "no_offence", "contrary"]


class DmmRow(Row):
    """When a unit meets."""

    at: Annotated[str, checked(parse_clock)]
    minutes: Annotated[int, Field(ge=5, le=240)]
    days: Annotated[str, checked(parse_days)] = "daily"
    weekend: Annotated[str, checked(parse_clock)] | None = None  # its time on Saturdays and Sundays
    holiday: Annotated[str, checked(_holiday)] = ""  # on bank holidays: a time, or "none"


class UnitRow(Named):
    """A unit with its channel, hours and meeting."""

    kind: Literal["bcu", "hub", "bureau", "control"]
    channel: Channel
    hours: Annotated[str, checked(parse_tours)] = "always"
    language: Language | None = None
    dmm: DmmRow | None = None


class ClassRow(Named):
    """A class of offence; a circumstance says how a crime was done, not which it is."""

    circumstance: bool = False


class TraitRow(Named):
    """A qualifier or marker."""

    starts_clock: bool = False
    classes: Names
    audited: bool = False
    restricted: bool = False


class CategoryRow(Named):
    """What the control room calls an incident."""

    rule: Literal["clock", "watched"]
    classes: Names
    audited: bool = False
    restricted: bool = False


class CodeRow(Named):
    """A reason; `decision` only where the code stands for a decision."""

    decision: Kinds | None = None


class ClockRow(Row):
    """The deadline and the stages before it, in hours."""

    hours: Hours = 24
    approaching: Hours = 12
    no_meeting_left: Hours = 12
    urgent: Hours = 2


class EditionRow(Named):
    """Which counting rules, from which day."""

    since: date


class CodeTables(Row):
    """The tables of reasons."""

    negation: dict[Reason, CodeRow]
    record: dict[Reason, CodeRow]
    n100: dict[Reason, CodeRow]
    returned: dict[Reason, CodeRow] = Field(alias="return")
    override: dict[Reason, CodeRow]
    cancel: dict[Reason, CodeRow]
    hold: dict[Reason, CodeRow]
    left_open: dict[Reason, CodeRow]

    def by_name(self) -> dict[str, dict[str, CodeRow]]:
        """The tables under the names that force.toml gives them."""
        return {field.alias or name: getattr(self, name) for name, field in CodeTables.model_fields.items()}


class Links(Row):
    """Where the record is."""

    storm: str = ""
    niche: str = ""


class Retention(Row):
    """How many days each kind of copy is kept."""

    incidents: Annotated[int, Field(ge=1)] = 730
    released: Annotated[int, Field(ge=0)] = 30
    quarantine: Annotated[int, Field(ge=1)] = 30
    requests: Annotated[int, Field(ge=1)] = 30
    messages: Annotated[int, Field(ge=1)] = 90
    feedback: Annotated[int, Field(ge=1)] = 365
    meetings: Annotated[int, Field(ge=1)] = 730


class Page(Row):
    """The whole of force.toml."""

    id: Slug
    name: Words
    zone: Annotated[str, AfterValidator(_zone)]
    languages: Annotated[list[Language], Field(min_length=1)]
    restricted_channel: Channel
    operations_channel: Channel
    registrar_channel: Channel
    alert_minutes: Annotated[int, Field(ge=1, le=120)] = 15
    claim_hours: Hours = 4
    sample_percent: Annotated[int, Field(ge=0, le=100)] = 10
    sign_off_unit_only: bool = False
    units: Annotated[dict[Code, UnitRow], Field(min_length=1)]
    clock: ClockRow = ClockRow()
    meetings: MeetingsRow = MeetingsRow()
    handovers: HandoversRow = HandoversRow()
    unnamed: UnnamedRow = UnnamedRow()
    classes: dict[Code, ClassRow]
    categories: Annotated[dict[Code, CategoryRow], Field(min_length=1)]
    qualifiers: Annotated[dict[Code, TraitRow], EMPTY]
    markers: Annotated[dict[Code, TraitRow], EMPTY]
    roles: dict[Code, Named]
    accreditations: Annotated[dict[Reason, Named], EMPTY]
    permissions: dict[str, dict[str, Grants]]
    codes: CodeTables
    links: Links = Links()
    retention_days: Retention = Retention()
    editions: Annotated[dict[str, EditionRow], Field(min_length=1)]
    dial_ins: Annotated[dict[Code, DialInRow], EMPTY]
    digests: Annotated[DigestsRow, NO_DIGESTS]
    ladder: LadderRow = LadderRow()
    quiet: QuietRow = QuietRow()


ROWS: tuple[type[BaseModel], ...] = (
    Page, ClassRow, UnitRow, DmmRow, CategoryRow, TraitRow, CodeRow, CodeTables, ClockRow, EditionRow, Links,
    Retention, DialInRow, UnnamedRow, HandoversRow, MeetingsRow, DigestsRow, LadderRow, StepRow, QuietRow,
)  # fmt: skip


def read_page(raw: dict[str, Any]) -> tuple[Page | None, list[Fault]]:
    """The page and what is wrong with single values; without its bad rows, where a page can still be made."""
    try:
        return Page.model_validate(raw), []
    except ValidationError as failed:
        errors = failed.errors(include_url=False)
        faults = [_fault(error) for error in errors]
    try:
        return Page.model_validate(_without(raw, [tuple(e["loc"]) for e in errors])), faults
    except ValidationError:
        return None, faults


def _without(raw: dict[str, Any], places: list[tuple[Any, ...]]) -> dict[str, Any]:
    """A copy of the page without the rows (or top-level keys) in which something is wrong."""
    copy = deepcopy(raw)
    for place in places:
        inside: Any = copy
        *tables, row = place[: 3 if place[0] == "codes" else 2]
        while tables and isinstance(inside.get(tables[0]), dict):
            inside = inside[tables.pop(0)]
        inside.pop(tables[0] if tables else row, None)
    return {**STAND_INS, **copy}


def _fault(error: Any) -> Fault:
    path = tuple(str(part) for part in error["loc"] if part != "[key]")
    return path, _reason(error, path[-1])


def _reason(error: Any, key: str) -> str:
    kind, context = error["type"], error.get("ctx", {})
    reasons = {
        "extra_forbidden": f"is not a key that this file knows{did_you_mean(key, _known_keys())}",
        "value_error": str(context.get("error", "")),
        "missing": "is missing",
        "string_pattern_mismatch": ADVICE.get(context.get("pattern", ""), ""),
        "literal_error": f"should be {context.get('expected', '')}",
        "too_short": "is empty",
        "string_too_short": "is empty",
    }
    plain = str(error["msg"]).lower().removeprefix("input ").removeprefix("string ")
    return reasons.get(kind, plain)


def _known_keys() -> Iterator[str]:
    for model in ROWS:
        yield from (field.alias or name for name, field in model.model_fields.items())
