"""Whether the day or the month stands first where every value could be read both ways."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.sources.guessing.times import Order, candidates, order_of, proof, reader

_DENSE, _SPARSE, _DAYS = 0.7, 0.2, 3

Decision = tuple[Order, str]  # and the code of why


def decide(columns: Sequence[Sequence[str]], modified: datetime, zone: str) -> Decision:
    """The order of a whole export, by the texts of its time columns in the file's order."""
    found = [candidates(Counter(filter(None, texts)), numbers=False) for texts in columns]
    for order in map(proof, found):
        if order:
            return order, "order_proven"
    for texts, formats in zip(columns, found, strict=True):
        both = [max(_of(formats, order), key=formats.__getitem__, default="") for order in _BOTH]
        if all(both):
            return _by_days(texts, both, modified) or _by_zone(zone)
    return _by_zone(zone)[0], ""


_BOTH = (Order.DAY, Order.MONTH)


def _of(formats: Counter[str], order: Order) -> list[str]:
    return [text for text in formats if order_of(text) is order]


def _by_days(texts: Sequence[str], both: list[str], modified: datetime) -> Decision | None:
    """By the days themselves: none is later than the file, and they are no months apart."""
    day, month = ([found.when for text in texts if (found := reader((one,))(text))] for one in both)
    latest = (modified + timedelta(days=1)).replace(tzinfo=None)
    later = [max(when.replace(tzinfo=None) for when in days) > latest for days in (day, month)]
    if later[0] != later[1]:
        return _BOTH[later[0]], "order_by_future"
    filled = [_filled(days) for days in (day, month)]
    if max(filled) >= _DENSE and min(filled) <= _SPARSE:
        return _BOTH[filled[1] > filled[0]], "order_by_days"
    return None


def _filled(days: list[datetime]) -> float:
    """How much of the time from the first to the last the days fill, up to 1; 0.5 where they are few."""
    named = {when.date() for when in days}
    return len(named) / ((max(named) - min(named)).days + 1) if len(named) >= _DAYS else 0.5


def _by_zone(zone: str) -> Decision:
    order = Order.MONTH if zone.startswith("America/") else Order.DAY
    return order, "order_by_zone"
