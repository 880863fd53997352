"""What several commands need: the settings, and which errors are their own explanation."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.config import Settings, SettingsError

if TYPE_CHECKING:
    from bot.kit import Kit

OK, FINDING, USAGE = 0, 1, 2


def counted(number: int, thing: str) -> str:
    """`1 row`, `1,200 rows`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def settings() -> Settings:
    """The settings of this environment, with the data folder made."""
    read = Settings.read(os.environ)
    try:
        read.data.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise SettingsError(f"COFNOD_DATA names {read.data}, which cannot be made.") from problem
    return read


def kit_now() -> Kit:
    """The kit without Slack, at the present: for commands that ask or change something at once."""
    ready = settings()
    from bot.app import kit_of
    from bot.clock import Clock

    return kit_of(ready, Clock())


def expected() -> tuple[type[Exception], ...]:
    """Errors whose own words are the message; asked only once an error is on its way out."""
    from bot.migrations import SchemaError
    from bot.problems import FileError
    from bot.sources.mapping_file import MappingError

    return SettingsError, FileError, MappingError, SchemaError
