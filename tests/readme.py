"""Reads the commands out of a Markdown page, so that a test can run them.

A block fenced as ```console holds commands after `$ ` and below each what it prints; in a block fenced
as ```sh every line is a command. A comment `<!-- not run: reason -->` above a block says that its commands
need what a test has not got (a Slack workspace, a minute's patience): only their existence is checked.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

_BLOCK = re.compile(
    r"(?:<!-- not run: (?P<reason>[^>]+?) -->\n+)?^```(?P<kind>console|sh)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the page: what to type, what it should print, why it is not run here."""

    line: str
    prints: tuple[str, ...] = ()
    not_run: str = ""

    @property
    def words(self) -> list[str]:
        """The command's words, without the settings in front of it or a comment behind."""
        words = shlex.split(self.line, comments=True)
        while words and re.match(r"[A-Z_]+=", words[0]):
            words = words[1:]
        return words


def commands(page: str) -> Iterator[Command]:
    """Every command of the page, in its order."""
    for block in _BLOCK.finditer(page):
        body, reason = block["body"].replace("\\\n", " "), block["reason"] or ""
        if block["kind"] == "sh":
            lines = [line for line in body.splitlines() if line.strip() and not line.startswith("#")]
            yield from (Command(line, not_run=reason) for line in lines)
        else:
            yield from _console(body, reason)


def _console(body: str, reason: str) -> Iterator[Command]:
    """Each `$ ` line with what stands below it up to the next."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, *prints = part.splitlines()
        yield Command(line, tuple(text.strip() for text in prints if text.strip(" .…")), reason)
