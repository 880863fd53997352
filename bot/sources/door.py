"""The door by which a source comes in: a folder, a web address or a view; its layout, its alarms."""

import re
from datetime import timedelta
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, Self
from urllib.parse import SplitResult, parse_qsl, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.sources import checks

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Strict(BaseModel):
    """A table of the mapping; a key that it does not know is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Format(Strict):
    """How the bytes are laid out, and how much of them is too much."""

    type: Literal["csv", "tsv", "json", "jsonl", "rows"]  # `rows` only by itself: a view has no bytes
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


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


class Http(Strict):
    """An address that answers JSON; no token, and no key's password, ever stands in the mapping."""

    url: str
    token_env: str = ""
    token_file: str = ""
    client_cert: str = ""
    client_key: str = ""
    client_key_password_env: str = ""
    ca: str = ""
    timeout: Annotated[float, Field(gt=0, le=300)] = 10.0
    whole_timeout: Annotated[float, Field(gt=0, le=3600)] = 60.0
    etag: bool = True
    max_mib: Annotated[float, Field(gt=0, le=1024)] = 32
    paging: Paging = Paging()

    @model_validator(mode="after")
    def _safe(self) -> Self:
        url = _split(self.url)
        if url.scheme not in ("http", "https") or not url.hostname or url.username is not None:
            raise PydanticCustomError("url_unusable", "")
        if url.scheme == "http" and url.hostname not in LOOPBACK and (self.token_env or self.token_file):
            raise PydanticCustomError("token_in_clear", "")
        return self

    @model_validator(mode="after")
    def _certified(self) -> Self:
        if (self.client_key or self.client_key_password_env) and not self.client_cert:
            raise PydanticCustomError("certificate_incomplete", "")
        if (self.client_cert or self.ca) and _split(self.url).scheme != "https":
            raise PydanticCustomError("certificate_in_clear", "")
        return self


def _minutes(value: Any) -> Any:
    match = re.fullmatch(r"([0-9]{1,5})\s*([smhd])", value) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("duration", "")
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    return timedelta(**{units[match[2]]: int(match[1])})


Duration = Annotated[timedelta, BeforeValidator(_minutes)]
YEAR = timedelta(days=366)


def _look_back(value: Any) -> Any:
    return value if isinstance(value, int) and not isinstance(value, bool) else _minutes(value)


class HighWater(Strict):
    """The column that says what is new: time stamps with a length of time, whole numbers with a number.

    `look_back` is how late a row may be committed after its stamp; `whole_every` how often the whole view is
    read all the same (0 seconds: never again).
    """

    column: Annotated[str, Field(min_length=1)]
    look_back: Annotated[
        Annotated[int, Field(ge=0)] | Annotated[timedelta, Field(ge=timedelta(), le=YEAR)],
        BeforeValidator(_look_back),
    ]
    whole_every: Annotated[Duration, Field(le=YEAR)] = timedelta(days=1)


def _no_password(url: str) -> str:
    parts = _split(url)
    said = {name.casefold() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    if parts.password is not None or said & {"password", "pwd", "passwd", "odbc_connect", "sslpassword"}:
        raise PydanticCustomError("password_in_mapping", "")
    return url


class Sql(Strict):
    """A view to select from; an address that holds a password comes from the environment or a file."""

    url: Annotated[str, AfterValidator(_no_password)] = ""
    url_env: str = ""
    url_file: str = ""
    view: Annotated[str, Field(min_length=1)]
    schema_name: Annotated[str, Field(alias="schema")] = ""  # pydantic has a method `schema` of its own
    timeout: Annotated[float, Field(gt=0, le=3600)] = 30.0
    high_water: HighWater | None = None

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if sum(map(bool, (self.url, self.url_env, self.url_file))) != 1:
            raise PydanticCustomError("one_address", "")
        return self


class Alarms(Strict):
    """When a poll is worth an alarm; an alarm closes nothing."""

    late_after: Duration = timedelta(hours=1)
    shrink_alarm: Annotated[float, Field(gt=0, le=1)] = 0.5
    shrink_floor: Annotated[int, Field(ge=1)] = 10
    empty: bool = True


class Door(Strict):
    """What every mapping says, whatever its rows tell of."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    force: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    kind: Literal["drop_folder", "http_queue", "sql_view"]
    time_zone: Annotated[str, AfterValidator(checks.zone)] = "Europe/London"
    format: Format
    folder: Folder = Folder()
    http: Http | None = None
    sql: Sql | None = None
    alarms: Alarms = Alarms()
    poll_every: Annotated[float, Field(ge=1, le=3600)] = 60  # seconds
    origin: Path = Path()

    @property
    def fingerprint(self) -> str:
        """A hash of all that decides how rows are read; where the file lies does not."""
        return sha256(self.model_dump_json(exclude={"origin", "alarms", "poll_every"}).encode()).hexdigest()

    @model_validator(mode="before")
    @classmethod
    def _has_no_bytes(cls, said: Any) -> Any:
        view = isinstance(said, dict) and said.get("kind") == "sql_view" and "format" not in said
        return {**said, "format": {"type": "rows"}} if view else said

    @model_validator(mode="after")
    def _has_its_layout(self) -> Self:
        if (self.kind == "sql_view") != (self.format.type == "rows"):
            raise PydanticCustomError("format_unfit", "")
        if self.kind == "sql_view" and self.sql is None:
            raise PydanticCustomError("sql_missing", "")
        return self

    @model_validator(mode="after")
    def _can_be_opened(self) -> Self:
        if self.kind == "http_queue" and self.http is None:
            raise PydanticCustomError("http_missing", "")
        if self.kind == "http_queue" and self.format.type != "json":
            raise PydanticCustomError("http_json_only", "")
        return self
