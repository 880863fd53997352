"""What begins with a local day: each unit's live list, opened once by whoever comes first."""

from datetime import date

from bot.services.messages import notices
from bot.store import outbox, slots
from bot.store.work import Work


def open_lists(work: Work) -> int:
    """Put today's lists that nobody has put yet, and end those before them; gives how many were opened."""
    opened = 0
    for code in _codes(work):
        if slots.take(work, f"list:{code}", work.today):
            before = _newest_before(work, code)
            notices.put_list(work, code)
            outbox.freshen(work, [notices.list_key(code, before)] if before else [])
            opened += 1
    return opened


def _newest_before(work: Work, code: str) -> date | None:
    """The day of the newest list before today's: not yesterday, after days on which the bot did not run."""
    return max((day for day in slots.taken(work, f"list:{code}") if day < work.today), default=None)


def refresh_lists(work: Work) -> None:
    """Bring today's lists up to date."""
    outbox.freshen(work, [notices.list_key(code, work.today) for code in _codes(work)])


def _codes(work: Work) -> list[str]:
    return [*work.force.units, notices.RESTRICTED]
