"""The times of a mapping: which column is which, in which formats, in which zone."""

from collections.abc import Sequence

from bot.sources.guessing.draft import Draft
from bot.sources.guessing.timed import Timed, Times, by_role, earliest, role_of, times_of
from bot.sources.guessing.zone import zone_of

_PLACEHOLDER = {"column": "FILL IN", "formats": ["iso"]}
_NEVER = ("closed_at", "cancelled_at", "reclassified_at", "birth")


def stamps(draft: Draft, table: str, first: str, others: Sequence[str]) -> None:
    """Fill in a draft's times: `first` is the one that a mapping must have, `others` those that it may."""
    found = times_of(draft.sample, table, draft.modified, draft.force.zone)
    roles = by_role(found.columns, table)
    chosen = roles.get(first) or _by_content(found, table)
    if chosen is None:
        draft.lose(f"{draft.body}.{first}", dict(_PLACEHOLDER))
        return
    _put(draft, first, chosen, "time_header" if first in roles else "time_earliest")
    _explain(draft, f"{draft.body}.{first}", chosen, found)
    kept = {name: roles[name] for name in others if _is_worth(name, roles.get(name), chosen)}
    for name, one in kept.items():
        _put(draft, name, one, "time_header")
    draft.times = {first: chosen, **kept}
    _zone(draft, [chosen, *kept.values()])


def _is_worth(name: str, one: Timed | None, chosen: Timed) -> bool:
    """Whether a mapping gains by a time: a log of a day alone would stand before its own report."""
    return one is not None and one is not chosen and (one.clocked or name != "logged_at")


def _by_content(found: Times, table: str) -> Timed | None:
    """Without a header that says it: of the columns that may be it, the one with the first stamp of a row."""
    roles = [(role_of(one, table), one) for one in found.columns]
    open_ones = [one for (fit, name), one in roles if not fit or name not in (*_NEVER, "other")]
    clocked = [one for one in open_ones if one.clocked]
    return earliest(clocked or open_ones) if open_ones else None


def _put(draft: Draft, name: str, one: Timed, code: str) -> None:
    """A time's field, why it is this column, and how well its formats fit."""
    key, made = f"{draft.body}.{name}", one.written
    draft.put(key, one.field, one.column, one.time_column)
    guessed = code != "time_header"
    draft.say(key, code, guessed, column=one.column, fitted=made.fitted, filled=made.filled)
    if one.time_column:
        draft.say(key, "time_beside", beside=one.time_column)


def _explain(draft: Draft, key: str, one: Timed, found: Times) -> None:
    """What could not be read, what else it could be, which of day and month is first."""
    if unread := len(one.texts) - one.written.fitted:
        draft.say(key, "time_unread", check=True, count=unread)
    if not one.clocked:
        draft.say(key, "time_no_clock", check=True)
    if others := [other.column for other in found.columns if other is not one]:
        draft.say(key, "time_others", columns=", ".join(others))
    order, why = found.order
    if why and _hangs_on_order(one):
        draft.say(key, why, check=why != "order_proven", first=order.value, zone=draft.force.zone)


def _hangs_on_order(one: Timed) -> bool:
    return any("%m" in text and not text.startswith("%Y") for text in one.written.formats)


def _zone(draft: Draft, times: list[Timed]) -> None:
    draft.zone, note = zone_of(times, draft.force.zone, draft.modified)
    draft.put("time_zone", draft.zone)
    draft.notes.append(note)
