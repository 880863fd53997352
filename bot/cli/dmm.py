"""`cofnod dmm`: the record of Daily Management Meetings as files, for whoever asks for evidence."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli import screen
from bot.cli.common import FINDING, USAGE, counted, kit_now

if TYPE_CHECKING:
    from bot.kit import Kit
    from bot.services.meetings.accounts import Account
    from bot.slack.files import Attachment

EXAMPLES = (
    "cofnod dmm",
    "cofnod dmm powys --since 2026-11-01 --until 2026-11-28",
    "cofnod dmm --since 2026-11-01 --until 2026-11-28 --records --out november",
)


class Language(StrEnum):
    """The languages of the papers."""

    EN = "en"
    CY = "cy"


Unit = Annotated[str, typer.Argument(help="A unit that holds meetings; without one, all of them.")]
A_DAY = ["%Y-%m-%d"]
Since = Annotated[
    datetime | None, typer.Option(formats=A_DAY, help="A local day, included; else 28 days make the period.")
]
Until = Annotated[datetime | None, typer.Option(formats=A_DAY, help="A local day, included; else today.")]
Out = Annotated[Path, typer.Option(file_okay=False, help="The folder for the files.")]
Records = Annotated[bool, typer.Option("--records", help="Each meeting's own record too.")]


def command(
    unit: Unit = "all",
    since: Since = None,
    until: Until = None,
    out: Out = Path("dmm"),
    records: Records = False,
    language: Annotated[Language, typer.Option(help="The language of the papers.")] = Language.EN,
) -> None:
    """Write what meetings came to. Held of due, reviewed of due, allocated when; as PDF and CSV."""
    kit = kit_now()
    found = _account(kit, unit, since, until)
    if not found.figures.whole.due:
        screen.complain("No meeting was due then, or none whose time is over: nothing was written.")
        raise typer.Exit(FINDING)
    written = _write(out, _papers(kit, found, language.value, records))
    whole = found.figures.whole
    screen.say(f"Held: {whole.held} of {counted(whole.due, 'meeting')}.")
    screen.say(f"Reviewed, decided or handed over: {whole.reviewed} of {counted(whole.items, 'item')}.")
    screen.say(f"{counted(written, 'file')} in {out}.")


def _account(kit: Kit, unit: str, since: datetime | None, until: datetime | None) -> Account:
    from bot.services.meetings import accounts

    last = (until or kit.clock.story().astimezone(ZoneInfo(kit.force.zone))).date()
    first = since.date() if since else last - timedelta(days=accounts.USUAL_DAYS - 1)
    period = accounts.Period(unit, first, last)
    units = accounts.meeting_units(kit.force)
    if unit not in (*units, accounts.EVERY):
        screen.complain(f"{unit} is no unit that holds meetings. These do: {', '.join(units)}.")
        raise typer.Exit(USAGE)
    if period.since > period.until:
        screen.complain("The first day comes first: --since is after --until.")
        raise typer.Exit(USAGE)
    return kit.store.read_now(accounts.account, kit.clock.story(), period)


def _papers(kit: Kit, found: Account, lang: str, records: bool) -> list[Attachment]:
    from bot.services.meetings import papers as meeting_papers
    from bot.slack import papers

    made = list(papers.of_account(kit.words, lang, kit.force, found))
    for met, _ in found.meetings if records else ():
        record = kit.store.read_now(meeting_papers.of, kit.clock.story(), met.unit, met.day)
        if record is not None:
            made += papers.of_record(kit.words, lang, kit.force, record)
    return made


def _write(out: Path, made: list[Attachment]) -> int:
    out.mkdir(parents=True, exist_ok=True)
    for each in made:
        path = out / each.name
        path.unlink(missing_ok=True)  # a link there is replaced, not followed
        path.write_bytes(each.content)
    return len(made)
