"""The escalation ladder in force.toml: who is told at which stage, and after how long."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from bot.domain.people import RANKS
from bot.domain.rights import REGISTRAR_ROLES
from bot.domain.rungs import OIC, RUNGS, STEPS, Ladder, Quiet, Step, Way
from bot.force_rows.base import Names, Row, checked
from bot.hours import parse_clock
from bot.problems import did_you_mean

Fault = tuple[tuple[str, ...], str]
AND = "+"


def _clock(text: str) -> None:
    if text:
        parse_clock(text)


class StepRow(Row):
    """One step of a rung: whom, how, and how many minutes after the rung began if nobody has it in hand."""

    tell: str
    by: Literal["list", "channel", "mention", "direct", "digest"]
    after: Annotated[int, Field(ge=0, le=24 * 60)] = 0
    only_for: Names

    def step(self) -> Step:
        """The step as the rules know it."""
        wanted = tuple(frozenset(each.split(AND)) for each in self.only_for)
        return Step(self.tell, Way(self.by), timedelta(minutes=self.after), wanted)


class LadderRow(Row):
    """The rungs, each with its steps; a rung that is left out is as it ships."""

    messages_an_hour: Annotated[int, Field(ge=1, le=1000)] = 12
    supervisor_left: Annotated[float, Field(gt=0, le=24 * 7)] = 6
    approaching: list[StepRow] | None = None
    supervisor: list[StepRow] | None = None
    no_meeting_left: list[StepRow] | None = None
    urgent: list[StepRow] | None = None
    overdue: list[StepRow] | None = None

    def rungs(self) -> dict[str, list[StepRow]]:
        """The rungs that the file names."""
        return {rung: rows for rung in RUNGS if (rows := getattr(self, rung)) is not None}


class QuietRow(Row):
    """The hours in which nobody who sleeps is pinged; without both there are none."""

    begins: Annotated[str, checked(_clock), Field(alias="from")] = ""
    ends: Annotated[str, checked(_clock), Field(alias="to")] = ""

    def quiet(self) -> Quiet | None:
        """The hours as the rules know them."""
        whole = self.begins and self.ends
        return Quiet(parse_clock(self.begins), parse_clock(self.ends)) if whole else None


def ladder(row: LadderRow, quiet: QuietRow) -> Ladder:
    """The ladder as the rules know it."""
    own = {rung: tuple(each.step() for each in rows) for rung, rows in row.rungs().items()}
    left = timedelta(hours=row.supervisor_left)
    return Ladder({**STEPS, **own}, left, row.messages_an_hour, quiet.quiet())


def faults(row: LadderRow, quiet: QuietRow, approaching: float, urgent: float) -> Iterator[Fault]:
    """What does not fit the clock of the page."""
    if urgent < approaching and not urgent < row.supervisor_left < approaching:
        yield ("ladder", "supervisor_left"), "should lie between clock.urgent and clock.approaching"
    if bool(quiet.begins) != bool(quiet.ends):
        yield ("quiet", "from" if quiet.begins else "to"), "stands alone: quiet hours begin and end"
    elif quiet.begins and parse_clock(quiet.begins) == parse_clock(quiet.ends):
        yield ("quiet", "to"), "should not be the time of from: that would be the whole day"


def step_faults(row: LadderRow, roles: set[str], codes: set[str]) -> Iterator[Fault]:
    """What is wrong with whom the steps tell, and for what."""
    words = {OIC, *RANKS[1:], *roles} - REGISTRAR_ROLES
    for rung, rows in row.rungs().items():
        for each in rows:
            yield from ((("ladder", rung), reason) for reason in _wrong(each, words, codes))


def _wrong(row: StepRow, words: set[str], codes: set[str]) -> Iterator[str]:
    if row.tell in REGISTRAR_ROLES:
        yield f"names {row.tell}: the Registrar is independent and stands on no ladder"
    elif row.tell not in words:
        yield f"names {row.tell}, which is no role and no rank{did_you_mean(row.tell, words)}"
    if row.tell == "superintendent" and not row.only_for:
        yield "would wake a superintendent for everything: name in only_for what for"
    for code in sorted({code for each in row.only_for for code in each.split(AND)} - codes):
        yield f"names {code}, which is no class, qualifier or marker{did_you_mean(code, codes)}"
