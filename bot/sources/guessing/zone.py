"""In which zone stamps without an offset are written, by what the stamps themselves give away."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.incident import TimeReading
from bot.sources.guessing.found import Note, Value
from bot.sources.guessing.phrases import words
from bot.sources.guessing.timed import Timed
from bot.sources.stamps import TOLERANCE, placed

_UTC_WORDS, _LOCAL_WORDS = frozenset({"utc", "gmt", "zulu"}), frozenset({"local", "bst"})
_MIN_DOUBLE = 6  # rows in the hour that comes twice, for their number to mean anything


def zone_of(times: list[Timed], own: str, modified: datetime) -> tuple[str, Note]:
    """The zone of an export whose force is in the zone `own`, and why; `modified`: the file, in UTC."""
    stamps = [when for one in times for when in one.instants() if when is not None]
    naive = [when for when in stamps if when.tzinfo is None]
    zone, code, values = _found(times, naive, ZoneInfo(own), modified)
    utc = zone == "UTC"
    check = utc or code in ("zone_default", "zone_mixed")
    if code == "zone_default" and 0 < len(naive) < len(stamps):
        code = "zone_mixed"
    if stamps and not naive:
        code, check = "zone_offsets", False
    return ("UTC" if utc else own), Note("time_zone", code, {"zone": zone or own, **values}, check)


def _found(
    times: list[Timed], naive: list[datetime], own: ZoneInfo, modified: datetime
) -> tuple[str, str, dict[str, Value]]:
    if (named := _by_words(times)) is not None:
        return named
    skipped = sum(placed(when, own)[1] is TimeReading.NONEXISTENT for when in naive if _has_time(when))
    if skipped:
        return "UTC", "zone_skipped_hour", {"count": skipped}
    if (twice := _double(naive, own)) is not None:
        return "", "zone_double_hour", {"count": twice}
    return _by_newest(naive, own, modified)


def _by_words(times: list[Timed]) -> tuple[str, str, dict[str, Value]] | None:
    """What headers, or words after the stamps, say."""
    for one in times:
        said = set(words(one.column)) | set(words(one.time_column))
        after = {word for text in one.written.formats for word in words(text)}
        if (said | after) & _LOCAL_WORDS:
            return "", "zone_header_local", {"column": one.column}
        if (said | after) & _UTC_WORDS:
            return "UTC", "zone_header_utc", {"column": one.column}
    return None


def _has_time(when: datetime) -> bool:
    return bool(when.hour or when.minute or when.second)


def _double(naive: Iterable[datetime], own: ZoneInfo) -> int | None:
    """Rows in an hour that comes twice, if they are about twice those of that hour a week around."""
    hours = Counter(when.replace(minute=0, second=0, microsecond=0) for when in naive)
    for hour, count in hours.items():
        if count >= _MIN_DOUBLE and placed(hour, own)[1] is TimeReading.AMBIGUOUS:
            around = [hours[hour + timedelta(days=d)] for d in (-7, -2, -1, 1, 2, 7)]
            usual = [n for n in around if n]
            if len(usual) >= 2 and 1.5 <= count / (sum(usual) / len(usual)) <= 2.8:
                return count
    return None


def _by_newest(naive: list[datetime], own: ZoneInfo, modified: datetime) -> tuple[str, str, dict[str, Value]]:
    """By the newest stamp: none is later than when its file was written."""
    if naive:
        newest = max(naive)
        limit = modified + TOLERANCE
        as_utc, as_local = newest.replace(tzinfo=UTC) > limit, placed(newest, own)[0] > limit
        if as_utc and not as_local:
            return "", "zone_newest_local", {}
        if as_local and not as_utc:
            return "UTC", "zone_newest_utc", {}
    return "", "zone_default", {}
