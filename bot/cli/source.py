"""`cofnod source check`: what a mapping makes of an export, before it goes live."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import screen
from bot.cli.common import FINDING, settings

EXAMPLES = ("cofnod source check export.csv --source storm.toml",)


def check(
    file: Annotated[Path, typer.Argument(exists=True, help="An export, or a folder of them.")],
    source: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="The mapping that describes it.")],
) -> None:
    """Try a mapping on an export. Accounts for every row, writes nothing, exits 1 if a row is bad."""
    ready = settings()
    from bot.force import load_force
    from bot.sources.check import check_file

    with screen.working("Reading"):
        report = check_file(file, source, load_force(ready.force))
    for line in report.lines():
        screen.say(line)
    if report.bad:
        raise typer.Exit(FINDING)
