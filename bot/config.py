"""Every setting, read from the environment; what is missing or bad is said in one sentence that names it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Self

NUMBER = r"\d{1,5}", "should be a number from 0 to 65535"
SHIPPED_FORCE = Path(__file__).with_name("force.toml")


class SettingsError(Exception):
    """One setting cannot be used; the message is the whole sentence."""


class Mode(StrEnum):
    """How Slack reaches us."""

    SOCKET = "socket"
    HTTP = "http"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; the secrets never show in a repr."""

    database_url: str = field(repr=False)
    slack_bot_token: str = field(repr=False)
    slack_app_token: str = field(repr=False)
    slack_signing_secret: str = field(repr=False)
    slack_api_url: str
    force: Path
    roster: Path | None
    sources: Path | None
    mode: Mode
    data: Path
    prefix: str
    port: int
    health_port: int | None = None

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Read and check every setting; raises SettingsError at the first that cannot be used."""
        look = _Look(environ)
        data = Path(look("COFNOD_DATA") or _data_folder())
        return cls(
            database_url=_database(look("DATABASE_URL") or f"sqlite:///{data / 'cofnod.db'}"),
            slack_bot_token=look("SLACK_BOT_TOKEN", r"(xoxe\.)?xoxb-\S+", "should begin with xoxb-"),
            slack_app_token=look("SLACK_APP_TOKEN", r"xapp-\S+", "should begin with xapp-"),
            slack_signing_secret=look("SLACK_SIGNING_SECRET", r"\S+", "should be one word"),
            slack_api_url=_api(look("SLACK_API_URL", r"https?://[^\s/]\S*", "should be a web address")),
            force=look.file("COFNOD_FORCE") or SHIPPED_FORCE,
            roster=look.file("COFNOD_ROSTER"),
            sources=look.folder("COFNOD_SOURCES"),
            mode=Mode(look("COFNOD_MODE", r"socket|http", "should be socket or http") or "socket"),
            data=data,
            prefix=look("COFNOD_PREFIX", r"[a-z0-9_-]{1,20}", "should be small letters, digits, - or _"),
            port=_port("PORT", look("PORT", *NUMBER) or "3000"),
            health_port=_port("COFNOD_HEALTH_PORT", found)
            if (found := look("COFNOD_HEALTH_PORT", *NUMBER))
            else None,
        )

    def for_serving(self) -> Self:
        """The same settings, once they hold all that this mode of serving needs."""
        needed = {"SLACK_BOT_TOKEN": self.slack_bot_token}
        if self.mode is Mode.SOCKET:
            needed["SLACK_APP_TOKEN"] = self.slack_app_token
        else:
            needed["SLACK_SIGNING_SECRET"] = self.slack_signing_secret
        for name, value in needed.items():
            if not value:
                raise SettingsError(f"{name} is not set; COFNOD_MODE={self.mode} needs it (or {name}_FILE).")
        return self


@dataclass(frozen=True, slots=True)
class _Look:
    """Finds a setting by its name, or in the file that NAME_FILE names."""

    environ: Mapping[str, str]

    def __call__(self, name: str, pattern: str = "", advice: str = "") -> str:
        value = self._text(name)
        if value and pattern and not re.fullmatch(pattern, value):
            raise SettingsError(f"{name} {advice}.")
        return value

    def _text(self, name: str) -> str:
        value, path = self.environ.get(name, "").strip(), self.environ.get(f"{name}_FILE", "").strip()
        if value and path:
            raise SettingsError(f"{name} and {name}_FILE are both set; keep one.")
        if not path:
            return value
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as problem:
            raise SettingsError(f"{name}_FILE names {path}, which cannot be read.") from problem

    def file(self, name: str) -> Path | None:
        """A setting that is itself the path of a file: NAME_FILE would be the path of a path."""
        path = Path(text) if (text := self._text(name)) else None
        if path and not path.is_file():
            raise SettingsError(f"{name} names {path}, which is not a file.")
        return path

    def folder(self, name: str) -> Path | None:
        path = Path(text) if (text := self._text(name)) else None
        if path and not path.is_dir():
            raise SettingsError(f"{name} names {path}, which is not a folder.")
        return path


def _data_folder() -> Path:
    from platformdirs import user_data_path  # here, because only a default needs it

    return user_data_path("cofnod", appauthor=False)


def _database(url: str) -> str:
    """SQLite or PostgreSQL, in SQLAlchemy's spelling; the value is not repeated, it may hold a password."""
    kind, found, rest = url.partition("://")
    if kind in ("postgres", "postgresql", "postgresql+psycopg") and found and rest:
        return f"postgresql+psycopg://{rest}"
    if kind == "sqlite" and len(rest) > 1:
        return url
    raise SettingsError("DATABASE_URL should begin with sqlite:/// or postgresql://.")


def _api(url: str) -> str:
    return (url or "https://slack.com/api").rstrip("/") + "/"


def _port(name: str, text: str) -> int:
    if int(text) > 65535:
        raise SettingsError(f"{name} {NUMBER[1]}.")
    return int(text)
