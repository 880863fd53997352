"""Refusing a file that is none of its mapping's, in one sentence, before a page is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from bot.cli import screen
from bot.cli.common import USAGE, counted

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sources.mapping import AnyMapping

MOST = 8  # columns named


def require_fit(file: Path, mapping: AnyMapping) -> None:
    """Go on only where the file has the mapping's columns and at least one row."""
    from bot.clock import machine
    from bot.sources.fitting import misfit

    try:
        found = misfit(file, mapping, machine())
    except OSError:
        screen.complain(f"{file.name} cannot be read; look at its permissions.")
        raise typer.Exit(USAGE) from None
    if found is None:
        return
    if found.columns:
        named = ", ".join(found.columns[:MOST]) + (" …" if len(found.columns) > MOST else "")
        screen.complain(
            f"{file.name} lacks {counted(len(found.columns), 'column')} that the mapping {mapping.name} "
            f"names: {named}. Is it the right file? Nothing was read."
        )
    else:
        screen.complain(f"{file.name} holds no row. Is it the right file? Nothing was read.")
    raise typer.Exit(USAGE)


def require_files(folder: Path, mapping: AnyMapping) -> None:
    """Go on only where the pattern of the mapping finds a file in a folder."""
    if not any(path.is_file() for path in folder.glob(mapping.folder.pattern)):
        screen.complain(
            f"No file in {folder} fits the pattern {mapping.folder.pattern}, which {mapping.name} has under "
            "[folder]. Nothing was read."
        )
        raise typer.Exit(USAGE)
