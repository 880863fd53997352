"""What the words and the plot of some meetings are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.meeting_figures import Tally
from bot.reports import meeting_plot
from bot.reports.measures import Share
from bot.reports.meeting_plot import Labels
from bot.services.meetings.accounts import Account

PLOT = "plot.png"


@dataclass(frozen=True, slots=True)
class Shares:
    """Meetings held of those due, and items reviewed of those on their lists."""

    held: Share
    reviewed: Share


def values(account: Account) -> dict[str, Any]:
    """What a template needs: the account and its shares; a message without picture has no `alt`."""
    whole = account.figures.whole
    shares = Shares(Share(whole.held, whole.due), Share(whole.reviewed, whole.items))
    return {"account": account, "shares": shares, "alt": ""}


def shown(account: Account) -> dict[str, Any]:
    """What the plot's alt text tells: the day with most unseen items, and the days without a meeting."""
    days = account.figures.days
    worst = max(days.items(), key=lambda each: each[1].unseen, default=None)
    most = (worst[0], worst[1].unseen) if worst and worst[1].unseen else None
    return {"account": account, "most": most, "missed": _missed(days)}


def _missed(days: Mapping[date, Tally]) -> tuple[date, ...]:
    return tuple(day for day, tally in days.items() if tally.missed)


def weekly(account: Account) -> bool:
    """Whether the plot's columns are weeks."""
    return len(meeting_plot.columns(account.figures.days)) < len(account.figures.days)


def plot(account: Account, words: Mapping[str, str]) -> bytes:
    """The plot as a PNG; `words` are what its marks are called."""
    columns = meeting_plot.columns(account.figures.days)
    names = {since: _name(since) for since in meeting_plot.named(columns)}
    return meeting_plot.drawn(columns, Labels(**words, columns=names))


def _name(day: date) -> str:
    return f"{day.day}/{day.month}"
