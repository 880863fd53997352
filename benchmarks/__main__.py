"""`python -m benchmarks`: every figure in one run, as a table; `--write FILE` keeps it as a page."""

import logging
import os
import platform
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from benchmarks import (
    bench_ack,
    bench_digest,
    bench_due,
    bench_poll,
    bench_process,
    bench_reading,
    bench_render,
    bench_replay,
    bench_verify,
    bench_visible,
)
from benchmarks.databases import New, databases
from benchmarks.figures import HEADS, Figure, markdown

WIDTH = 160  # where no person looks, nothing is cut short
PAGE = """# Benchmarks

What `make bench` measured, each figure beside its reference in the same run, on {machine}.
Ratios hold on other machines; absolute times are only this one's. Made by `make bench` with
`--write docs/benchmarks.md`: do not edit.

{table}

- *Allocate to ack*: a signed command over HTTP until its answer, one client; the whole of `cofnod serve` in a
  process of its own. What it acknowledges is committed (`synchronous=FULL`, `synchronous_commit=on`), and is
  counted on the trail afterwards. The reference is Bolt's own server with a listener that only acks.
- *Poll*: incidents, offences, trail and heads in batches of 1,000, beside the bare driver writing the very
  same rows in the same batches, in turns. The same again writes nothing at all.
- *Render* is the processor's time for one message; *whole* also finds out how many lines fit.
- *Replay*: a log of a million rows with its crime records, read, judged and told, by every core, beside
  reading the log alone with Python's csv module; its largest process, beside that for a tenth of the rows.
- *Reading* makes a report of every row; csv alone, in turns with it, only takes the file apart.
- *Digests*: five hundred inspectors come on at seven; from that instant until the local workspace has the
  last message, at the pace of the bot. Slack's limit: 100 posts at once, then 400 a minute.
  *Made and worded* is the processor's time for one, with its share of reading the queues; beside a live list.
  Memory is counted without SciPy, some 60 MiB, which a process loads once, with its first interval.
- *Visible*: from the instant at which the clocks cross until the local workspace shows every one.
"""


def _verify(_: New) -> Iterable[Figure]:
    for name, rate in bench_verify.measure().items():
        limit = 300_000 if name == "chain" else None
        yield Figure(f"verify, {name}", rate, "rows/s", at_least=limit)


BENCHMARKS: dict[str, Callable[[New], Iterable[Figure]]] = {
    "ack": bench_ack.measure,
    "poll": bench_poll.measure,
    "due": bench_due.measure,
    "render": bench_render.measure,
    "visible": bench_visible.measure,
    "digest": bench_digest.measure,
    "replay": bench_replay.measure,
    "verify": _verify,
    "process": bench_process.measure,
    "reading": bench_reading.measure,
}


def _show(console: Console, figures: Sequence[Figure]) -> None:
    table = Table(*HEADS, box=None, pad_edge=False)
    for figure in figures:
        table.add_row(*(Text(cell) for cell in figure.cells()))
    console.print(table)


def _machine() -> str:
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, {versions}"


def main(
    names: Annotated[list[str] | None, typer.Argument(help=f"Only these: {', '.join(BENCHMARKS)}.")] = None,
    write: Annotated[Path | None, typer.Option(help="Keep the table in this file, as Markdown.")] = None,
) -> None:
    """Measure, and say of each figure whether it is as it should be. It takes some minutes."""
    logging.disable(logging.WARNING)
    console, figures = Console(), list[Figure]()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    with databases() as new:
        for name in names or BENCHMARKS:
            with console.status(name):
                figures += BENCHMARKS[name](new)
    _show(console, figures)
    if write:
        write.write_text(PAGE.format(machine=_machine(), table=markdown(figures)), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
