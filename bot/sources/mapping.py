"""A force's export described in TOML: what a mapping may say, checked when it is read."""

import re
from datetime import timedelta
from hashlib import sha256
from pathlib import Path, PurePosixPath
from string import Formatter
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.sources import checks
from bot.sources.formats import BadFormat, clash, compile_format

Unmapped = Literal["keep", "drop", "reject"]
LINK_PARTS = frozenset({"number", "day", "ref"})
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Strict(BaseModel):
    """A table of the mapping; a key that it does not know is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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
    map: dict[str, str] = {}
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
    map: dict[str, str] = {}
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


class Format(Strict):
    """How the bytes are laid out, and how much of them is too much."""

    type: Literal["csv", "tsv", "json", "jsonl"]
    encoding: Annotated[str, AfterValidator(checks.encoding)] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    quote: Annotated[str, Field(max_length=1)] = '"'
    records: str = ""
    max_mib: Annotated[float, Field(gt=0, le=65536)] = 256
    nesting: Annotated[int, Field(ge=1, le=200)] = 16

    @property
    def max_bytes(self) -> int:
        return int(self.max_mib * 1024 * 1024)


def _inside(pattern: str) -> str:
    path = PurePosixPath(pattern)
    if path.is_absolute() or ".." in path.parts:
        raise PydanticCustomError("path_outside", "{path}", {"path": pattern})
    return pattern


class Folder(Strict):
    """Where drops appear; `newest` reads one file (each is the whole picture), `all` reads each."""

    path: str = "."
    pattern: Annotated[str, Field(min_length=1), AfterValidator(_inside)] = "*"
    read: Literal["all", "newest"] = "all"
    order: Literal["modified", "name"] = "modified"


class Paging(Strict):
    """How an answer says that there is more."""

    style: Literal["none", "link_header", "link_field", "cursor", "page_number"] = "none"
    field: str = ""
    parameter: str = ""
    first: int = 1
    max_pages: Annotated[int, Field(ge=1, le=10_000)] = 200

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.style in ("link_field", "cursor") and not self.field:
            raise PydanticCustomError("paging_field", "")
        if self.style in ("cursor", "page_number") and not self.parameter:
            raise PydanticCustomError("paging_parameter", "")
        return self


class Http(Strict):
    """An address that answers JSON; the token itself never stands in the mapping."""

    url: str
    token_env: str = ""
    token_file: str = ""
    timeout: Annotated[float, Field(gt=0, le=300)] = 10.0
    whole_timeout: Annotated[float, Field(gt=0, le=3600)] = 60.0
    etag: bool = True
    max_mib: Annotated[float, Field(gt=0, le=1024)] = 32
    paging: Paging = Paging()

    @model_validator(mode="after")
    def _safe(self) -> Self:
        try:
            url = urlsplit(self.url)
        except ValueError:
            url = urlsplit("")
        if url.scheme not in ("http", "https") or not url.hostname or url.username is not None:
            raise PydanticCustomError("url_unusable", "")
        if url.scheme == "http" and url.hostname not in LOOPBACK and (self.token_env or self.token_file):
            raise PydanticCustomError("token_in_clear", "")
        return self


def _minutes(value: Any) -> Any:
    match = re.fullmatch(r"([0-9]{1,5})\s*([smhd])", value) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("duration", "")
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    return timedelta(**{units[match[2]]: int(match[1])})


class Alarms(Strict):
    """When a poll is worth an alarm; an alarm closes nothing."""

    late_after: Annotated[timedelta, BeforeValidator(_minutes)] = timedelta(hours=1)
    shrink_alarm: Annotated[float, Field(gt=0, le=1)] = 0.5
    shrink_floor: Annotated[int, Field(ge=1)] = 10
    empty: bool = True


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


class Mapping(Strict):
    """The whole description of one source."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    force: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    kind: Literal["drop_folder", "http_queue"]
    time_zone: Annotated[str, AfterValidator(checks.zone)] = "Europe/London"
    source_url: Annotated[str, AfterValidator(lambda v: _link(v) if v else v)] = ""
    format: Format
    folder: Folder = Folder()
    http: Http | None = None
    reference: Reference
    fields: Fields
    markers: tuple[CodeColumn, ...] = ()
    qualifiers: tuple[CodeColumn, ...] = ()
    filters: tuple[RowFilter, ...] = ()
    alarms: Alarms = Alarms()
    poll_every: Annotated[float, Field(ge=1, le=3600)] = 60  # seconds
    origin: Path = Path()

    @property
    def fingerprint(self) -> str:
        """A hash of all that decides how rows are read; where the file lies does not."""
        return sha256(self.model_dump_json(exclude={"origin", "alarms", "poll_every"}).encode()).hexdigest()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.kind == "http_queue" and self.http is None:
            raise PydanticCustomError("http_missing", "")
        if self.kind == "http_queue" and self.format.type != "json":
            raise PydanticCustomError("http_json_only", "")
        if self.reference.day_from == "logged_at" and self.fields.logged_at is None:
            raise PydanticCustomError("day_from_missing", "")
        return self
