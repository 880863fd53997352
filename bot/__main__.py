"""The command line, `cofnod`: its commands and their examples."""

import os
import sys

import typer

from bot.cli import (
    demo,
    dmm,
    doctor,
    forget,
    history,
    hold,
    manifest,
    migrate,
    replay,
    screen,
    serve,
    source,
    source_new,
    trail,
    verify,
)  # fmt: skip
from bot.cli.common import USAGE, expected

app = typer.Typer(
    name="cofnod",
    help="A Slack bot that helps a police force to record crime within 24 hours.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich" if screen.is_terminal() else None,
)
source_app = typer.Typer(help="Where incidents come from.", no_args_is_help=True)


def _examples(lines: tuple[str, ...]) -> str:
    """Below a command's help, each on a line of its own on a terminal and without one."""
    return "\n\n".join(("Examples:", *lines))


for _module in (demo, serve, migrate, doctor, manifest, verify, history, trail, replay, hold, forget, dmm):
    app.command(_module.__name__.rpartition(".")[2], epilog=_examples(_module.EXAMPLES))(_module.command)
source_app.command("new", epilog=_examples(source_new.EXAMPLES))(source_new.command)
source_app.command("check", epilog=_examples(source.EXAMPLES))(source.check)
app.add_typer(source_app, name="source")


def main() -> None:
    """Run a command; what somebody can put right is one sentence and exit code 2."""
    os.umask(0o077)  # what is written here is for whoever runs it, and for nobody else
    try:
        app()
    except Exception as problem:
        if not isinstance(problem, expected()):
            raise
        screen.complain(str(problem))
        sys.exit(USAGE)


if __name__ == "__main__":
    main()
