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
    _put(draft, first, chosen)
    _explain(draft, first, chosen, found, by_header=roles.get(first) is chosen)
    kept = {name: roles[name] for name in others if name in roles and roles[name] is not chosen}
    for name, one in kept.items():
        _put(draft, name, one)
        draft.say(
            f"{draft.body}.{name}",
            "time_header",
            column=one.column,
            fitted=one.written.fitted,
            filled=one.written.filled,
        )
    draft.times = {first: chosen, **kept}
    _zone(draft, [chosen, *kept.values()])


def _by_content(found: Times, table: str) -> Timed | None:
    """Without a header that says it: of the columns that may be it, the one with the first stamp of a row."""
    roles = [(role_of(one, table), one) for one in found.columns]
    open_ones = [one for (fit, name), one in roles if not fit or name not in (*_NEVER, "other")]
    return earliest(open_ones) if open_ones else None


def _put(draft: Draft, name: str, one: Timed) -> None:
    draft.put(f"{draft.body}.{name}", one.field, one.column, one.time_column)


def _explain(draft: Draft, name: str, one: Timed, found: Times, by_header: bool) -> None:
    """Why this column, how well its formats fit, what else it could be, which of day and month is first."""
    key = f"{draft.body}.{name}"
    code = "time_header" if by_header else "time_earliest"
    draft.say(
        key,
        code,
        check=not by_header,
        column=one.column,
        fitted=one.written.fitted,
        filled=one.written.filled,
    )
    if one.time_column:
        draft.say(key, "time_beside", column=one.column, beside=one.time_column)
    blank = len(one.texts) - one.written.fitted
    if blank:
        draft.say(key, "time_unread", check=True, count=blank)
    others = [other.column for other in found.columns if other is not one]
    if others:
        draft.say(key, "time_others", columns=", ".join(others))
    if _hangs_on_order(one) and found.order[1]:
        order, why = found.order
        draft.say(key, why, check=why != "order_proven", first=order.value, zone=draft.force.zone)


def _hangs_on_order(one: Timed) -> bool:
    return any("%m" in text and not text.startswith("%Y") for text in one.written.formats)


def _zone(draft: Draft, times: list[Timed]) -> None:
    draft.zone, note = zone_of(times, draft.force.zone, draft.modified)
    draft.put("time_zone", draft.zone)
    draft.notes.append(note)
