"""Which columns look like personal data: they are never read, and nothing in them is ever shown."""

import re

from bot.domain.personal import SHAPES, tells_of_somebody
from bot.sources.guessing.columns import Column
from bot.sources.guessing.phrases import holds, listed, score, words

_SHAPES = SHAPES[:3]  # a postcode, a telephone number, an e-mail address: a date of birth looks like any date
_SHARE = 0.02  # of values that look like a postcode, a telephone number, an e-mail address
_LONG, _WORDY, _VARIED, _ENOUGH = 60, 5, 0.6, 10
_LONGEST_SHOWN = 80
_TITLED = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr)?\.? ?[A-Z][\w'-]*[a-z](?:,? [A-Z][\w'-]*[a-z]){1,2}")
_YES_NO = frozenset({"y", "n", "yes", "no", "true", "false", "0", "1", "x", "-"})


def says_personal(header: str) -> bool:
    """Whether a header names a person, a place or a story."""
    told = listed("personal")
    return any(holds(words(header), word) for word in told["words"]) or score(header, told["names"]) >= 900


def is_yes_no(column: Column) -> bool:
    """Whether a column says only yes and no, in one of the usual ways; that tells nobody's name."""
    return bool(column.counts) and all(value.casefold() in _YES_NO for value in column.counts)


def is_story(column: Column) -> bool:
    """Whether the values are narrative: long, or of many words and each its own."""
    wordy = sum(len(value.split()) * n for value, n in column.counts.items()) / max(1, column.filled)
    return column.length > _LONG or (wordy > _WORDY and column.distinct > _VARIED)


def are_names(column: Column) -> bool:
    """Whether the values may be names or addresses: of letters, and nearly each its own."""
    lettered = sum(n for v, n in column.counts.items() if not any(c.isdigit() for c in v))
    return column.distinct > _VARIED and column.filled >= _ENOUGH and lettered > 0.5 * column.filled


def are_titled(column: Column) -> bool:
    """Whether most values are two or three words, each with one capital, as names are written."""
    titled = sum(n for value, n in column.counts.items() if _TITLED.fullmatch(value))
    return titled > 0.5 * column.filled


def looks_like_people(column: Column) -> bool:
    """Whether the values are narrative, names, addresses, or telephone numbers."""
    return is_story(column) or holds_personal(column) or are_names(column)


def holds_personal(column: Column) -> bool:
    """Whether some of the values have the shape of a postcode, a telephone number or an e-mail address."""
    found = sum(n for value, n in column.counts.items() if has_shape(value))
    return found > _SHARE * column.filled


def has_shape(value: str) -> bool:
    """Whether a value has the shape of a postcode, a telephone number or an e-mail address."""
    return any(shape.search(value) for shape in _SHAPES)


def may_be_shown(value: str) -> bool:
    """Whether a value of a mapped column is surely a code or a name of a thing."""
    return len(value) <= _LONGEST_SHOWN and not tells_of_somebody(value) and value.isprintable()
