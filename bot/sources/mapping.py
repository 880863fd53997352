"""A force's export described in TOML: what a mapping may say of its rows, checked when it is read."""

import re
from string import Formatter
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.sources import checks
from bot.sources.door import Door, Strict
from bot.sources.formats import BadFormat, clash, compile_format

Unmapped = Literal["keep", "drop", "reject"]
LINK_PARTS = frozenset({"number", "day", "ref"})


def _as_column(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


def _date_formats(formats: tuple[str, ...]) -> tuple[str, ...]:
    for text in formats:
        try:
            compile_format(text)
        except BadFormat as problem:
            raise PydanticCustomError(str(problem), "{text}", {"text": text}) from None
    for i, first in enumerate(formats):
        for second in formats[i + 1 :]:
            if clash(first, second):
                raise PydanticCustomError("formats_clash", "{a} / {b}", {"a": first, "b": second})
    return formats


class TextField(Strict):
    """A field of one column, or of none with a default; values may be mapped, in any case."""

    column: str = ""
    map: dict[str, str] = Field(default_factory=dict)
    default: str = ""
    unmapped: Unmapped = "keep"
    required: bool = False

    @model_validator(mode="after")
    def _has_origin(self) -> Self:
        if not self.column and not self.default:
            raise PydanticCustomError("column_or_default", "")
        return self


class TimeField(Strict):
    """A time stamp: one column, or a day column with a time column beside it."""

    column: str
    time_column: str = ""
    formats: Annotated[tuple[str, ...], Field(min_length=1), AfterValidator(_date_formats)]
    time_zone: Annotated[str, AfterValidator(checks.zone)] = ""
    required: bool = False


class ListField(Strict):
    """A column that holds several values."""

    column: str
    separator: str = ","


class CodeColumn(Strict):
    """Codes from one column: a yes/no column (`code`), or a list of codes (`separator`, `map`)."""

    column: str
    code: str = ""
    yes: tuple[str, ...] = ("y", "yes", "true", "1", "x")
    no: tuple[str, ...] = ("n", "no", "false", "0", "-")
    separator: str = ","
    map: dict[str, str] = Field(default_factory=dict)
    unmapped: Unmapped | None = None


Text = Annotated[TextField, BeforeValidator(_as_column)]
Many = Annotated[ListField, BeforeValidator(_as_column)]


class Fields(Strict):
    """Which column fills which field; what is not named here is never read."""

    reported_at: TimeField
    logged_at: TimeField | None = None
    closed_at: TimeField | None = None
    category: Text | None = None
    opening_category: Text | None = None
    closing_category: Text | None = None
    unit: Text
    grade: Text | None = None
    route: Text | None = None
    beat: Text | None = None
    closing_code: Text | None = None
    crime_refs: Many | None = None

    @model_validator(mode="after")
    def _has_category(self) -> Self:
        if not (self.category or self.opening_category):
            raise PydanticCustomError("category_missing", "")
        return self


class Reference(Strict):
    """How an incident's number, and perhaps its day, stand in the reference."""

    column: str
    pattern: Annotated[str, AfterValidator(checks.reference)] = r"(?P<number>\S+)"
    day_from: Literal["reported_at", "logged_at"] = "reported_at"
    strip_zeros: bool = False


class RowFilter(Strict):
    """Rows to keep, or to drop, by the values of one column."""

    column: str
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.keep) == bool(self.drop):
            raise PydanticCustomError("keep_or_drop", "")
        return self


def _link(pattern: str) -> str:
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError:
        raise PydanticCustomError("link_pattern", "") from None
    plain = all(
        name is None or (name in LINK_PARTS and not spec and not turn) for _, name, spec, turn in parts
    )
    if not plain or not re.match(r"[a-z][a-z0-9+.\-]*:", pattern):
        raise PydanticCustomError("link_pattern", "")
    return pattern


class Mapping(Door):
    """The whole description of a source of incidents."""

    delivers: Literal["incidents"] = "incidents"
    source_url: Annotated[str, AfterValidator(lambda v: _link(v) if v else v)] = ""
    reference: Reference
    fields: Fields
    markers: tuple[CodeColumn, ...] = ()
    qualifiers: tuple[CodeColumn, ...] = ()
    filters: tuple[RowFilter, ...] = ()

    @model_validator(mode="after")
    def _has_day(self) -> Self:
        if self.reference.day_from == "logged_at" and self.fields.logged_at is None:
            raise PydanticCustomError("day_from_missing", "")
        return self


class CrimeFields(Strict):
    """Which column of the crime system's export tells what of a crime record."""

    ref: Text
    created_at: TimeField
    classification: Text | None = None
    offence_class: Text | None = None  # a class of force.toml, by a map
    incident_day: TimeField | None = None
    reclassified_at: TimeField | None = None
    cancelled_at: TimeField | None = None
    cancel_code: Text | None = None
    decision_maker: Text | None = None  # a collar number

    @model_validator(mode="after")
    def _day_is_the_incidents(self) -> Self:
        day, created = self.incident_day, self.created_at
        if day and " ".join(day.column.split()) == " ".join(created.column.split()):
            raise PydanticCustomError("incident_day_is_created", "{column}", {"column": created.column})
        return self


class CrimeMapping(Door):
    """The whole description of a source of crime records; `reference` is that of their incident.

    Without one no record names its incident, and those join whose own number the log holds.
    """

    delivers: Literal["crimes"]
    reference: Reference | None = None
    crime: CrimeFields
    filters: tuple[RowFilter, ...] = ()

    @model_validator(mode="after")
    def _has_day(self) -> Self:
        if self.reference is None:
            return self
        named = re.compile(self.reference.pattern, re.ASCII).groupindex
        if "day" not in named and self.crime.incident_day is None:
            raise PydanticCustomError("incident_day_missing", "")
        return self


AnyMapping = Mapping | CrimeMapping
