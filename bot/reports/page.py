"""The page of a replay: one HTML file with its plots inside, that loads nothing from anywhere."""

from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version

from bot.domain.force import Force
from bot.domain.people import Roster
from bot.replay.findings import LISTED, Findings
from bot.reports import view
from bot.reports.assumed import Assumed
from bot.reports.words import environment


def page(
    findings: Findings,
    force: Force,
    lang: str,
    roster: Roster | None,
    assumptions: Sequence[Assumed],
    at: datetime,
) -> str:
    """The page in a language (`en`, `cy`), made at an instant (UTC).

    `assumptions`: what a guessed mapping took for granted, of each file for which none was written.
    Without a roster, people stand by what `findings.people` calls them.
    """
    made = {"made_at": at, "version": version("cofnod"), "assumptions": assumptions, "listed": LISTED}
    return (
        environment(force, lang)
        .get_template("replay/page.html")
        .render(**view.values(findings, force, roster), **made)
    )
