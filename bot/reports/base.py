"""How sound the base of the figures is: what force.toml doesn't know, and whether the two files join."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.force import Force
from bot.replay.findings import Findings
from bot.reports.measures import Share

SAID, NO_FIGURE = 0.1, 0.5  # from which share on it is said beside a figure, or said instead of one


@dataclass(frozen=True, slots=True)
class Base:
    """What the figures stand on, as shares.

    `categories`, `units`: incidents whose category or unit force.toml doesn't know, of all incidents;
    `elsewhere`: crime records that met no log, of all; `unknown`: references of the log that the crime
    records don't hold, of all. The last two are shares of nothing where no crime records were given.
    """

    categories: Share
    units: Share
    elsewhere: Share
    unknown: Share

    @property
    def apart(self) -> bool:
        """Whether the two files do not seem to join: then no figure of timeliness is true."""
        return max(self.elsewhere.rate, self.unknown.rate) >= NO_FIGURE

    @property
    def loose(self) -> bool:
        """Whether so much of the two files does not join that it must be said."""
        return said(self.elsewhere) or said(self.unknown)


def said(share: Share) -> bool:
    """Whether so large a part is in doubt that it must be said beside the figure."""
    return share.rate >= SAID


def base(findings: Findings, force: Force) -> Base:
    """The base of a replay's figures."""
    crimes = findings.crimes.tally.good if findings.crimes else 0
    references = findings.references if findings.crimes else 0
    return Base(
        Share(_unknown(findings.categories.items(), force.categories), findings.incidents),
        Share(_unknown(findings.units.items(), force.units), findings.incidents),
        Share(findings.elsewhere if crimes else 0, crimes),
        Share(findings.unknown_refs if references else 0, references),
    )


def timed(findings: Findings, force: Force) -> bool:
    """Whether the files say when crimes were recorded: else no figure of timeliness is true."""
    tally = findings.crimes.tally if findings.crimes else None
    return tally is not None and tally.good + tally.unchanged > 0 and not base(findings, force).apart


def _unknown(counted: Iterable[tuple[str, int]], known: Iterable[str]) -> int:
    names = set(known)
    return sum(n for code, n in counted if code and code not in names)
