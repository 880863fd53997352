"""A digest as it is kept and as the trail tells it: every figure in it, plain, and read back."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from bot.domain.digest import Digest
from bot.domain.figures import Timeliness
from bot.domain.queueing import Ages, Standing
from bot.store.trail import instant


def plain(digest: Digest) -> dict[str, Any]:
    """Every figure of a digest, for the trail: instants as ISO text, ages as three counts."""
    now = digest.standing
    return {
        "at": instant(digest.at), "until": instant(digest.until) if digest.until else None,
        "units": list(digest.units), "since": instant(digest.since), "ended": instant(digest.ended),
        "overdue": now.overdue, "hours": _hours(now.hours), "later": now.later,
        "unallocated": now.unallocated, "mine": now.mine, "returned": now.returned,
        "to_confirm": _counts(now.to_confirm), "to_sign_off": _counts(now.to_sign_off),
        "recorded": digest.timeliness.met, "judged": digest.timeliness.judged, "negated": digest.negated,
        "restricted": digest.restricted, "sees_restricted": digest.sees_restricted,
        "late": digest.late, "covers": digest.covers,
    }  # fmt: skip


@lru_cache(maxsize=64)
def _hours(hours: tuple[tuple[datetime, int], ...]) -> Sequence[Sequence[str | int]]:
    """Each hour with its count; all who read the same units read the same hours."""
    return [[instant(hour), n] for hour, n in hours]


def _counts(ages: Ages) -> list[int]:
    return [ages.day, ages.week, ages.older]


def read(text: str) -> Digest:
    """The digest that was written."""
    said = json.loads(text)
    at, since, ended = (_instant(said[name]) for name in ("at", "since", "ended"))
    return Digest(
        at, _instant(said["until"]) if said["until"] else None, tuple(said["units"]), _standing(said),
        since, ended, Timeliness(said["recorded"], said["judged"]), said["negated"], said["restricted"],
        said["sees_restricted"], said["late"], said["covers"],
    )  # fmt: skip


_instant = datetime.fromisoformat


def _standing(said: Mapping[str, Any]) -> Standing:
    return Standing(
        overdue=said["overdue"],
        hours=tuple((_instant(hour), n) for hour, n in said["hours"]),
        later=said["later"],
        unallocated=said["unallocated"],
        mine=said["mine"],
        returned=said["returned"],
        to_confirm=Ages(*said["to_confirm"]),
        to_sign_off=Ages(*said["to_sign_off"]),
    )
