"""What begins with a local day: each unit's live list, opened once by whoever comes first."""

from datetime import timedelta

from bot.services.messages import notices
from bot.store import outbox, slots
from bot.store.work import Work


def open_lists(work: Work) -> int:
    """Put today's lists that nobody has put yet, and end yesterday's; gives how many were opened."""
    opened = 0
    for code in _codes(work):
        if slots.take(work, f"list:{code}", work.today):
            yesterday = notices.list_key(code, work.today - timedelta(days=1))
            notices.put_list(work, code)
            outbox.freshen(work, [yesterday])
            opened += 1
    return opened


def refresh_lists(work: Work) -> None:
    """Bring today's lists up to date."""
    outbox.freshen(work, [notices.list_key(code, work.today) for code in _codes(work)])


def _codes(work: Work) -> list[str]:
    return [*work.force.units, notices.RESTRICTED]
