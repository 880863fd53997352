"""Secrets of a door: from the environment, from the file that it names, or from a file of the mapping."""

from collections.abc import Mapping as StringMap
from pathlib import Path

from bot.sources.fetched import FeedFailed


def secret(named: str, file: str, env: StringMap[str, str], origin: Path, missing: str) -> str:
    """The value of the variable `named`, or the text of a file; blank where the mapping names neither.

    `NAME_FILE` overrules `file`, whose path counts from `origin`. Raises FeedFailed by the code `missing`.
    """
    if named:
        if value := env.get(named, "").strip():
            return value
        file = env.get(f"{named}_FILE", file)
        if not file:
            raise FeedFailed(missing)
    if not file:
        return ""
    try:
        return (origin / file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise FeedFailed(missing) from None
