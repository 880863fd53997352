"""What looks like personal data: refused in a command, and withheld in an export, before anything is stored.

Only shapes that a reference, a code, a time or a collar number never has; each is a pattern of its own.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from unicodedata import normalize

WITHHELD = "withheld"  # the code that stands where a value looked like personal data
COMMON = 5  # rows: a value that nobody knows and that stands in fewer is not shown

SHAPES = (
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\b", re.I),  # a postcode with its space
    re.compile(r"(?<![\w/.-])(?:\+44\s?|0)\d(?:[\s-]?\d){8,9}(?![\w/])"),  # a telephone number
    re.compile(r"[\w.+-]@[\w-]+\.[\w.-]"),  # the middle of an e-mail address: its beginning would take n²
    re.compile(
        r"(?<![\w/.-])(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:19|20)\d\d\b"
    ),  # a date of birth
    re.compile(r"\b(?:dob|d\.o\.b|date of birth)\b|\bborn\s+(?:on\b|in\b|\d)", re.I),
)


def looks_personal(text: str) -> bool:
    """Whether some words hold a postcode, a telephone number, an e-mail address or a date of birth."""
    return any(shape.search(text) for shape in SHAPES)


_STREETS = "street|road|avenue|lane|crescent|terrace|gardens|grove"
_ALSO_WORDS = (
    "St|Rd|Ave|Ln|Close|Drive|Way|Court|Place|Park|Hill|Square|Row|Mews"  # and so only as a name is written
)
_NAMED = r"[A-Z][a-z'’-]+\s+"
_EMAIL, _POSTCODE, _BIRTHDAY = SHAPES[2], SHAPES[0], SHAPES[3:]
_CALLED = (
    re.compile(
        r"\b(?:Mr|Mrs|Ms|Miss|Dr|Mx|MR|MRS)\b\.?\s+(?!Per|PER|Alarm|Call)[A-Z]"
    ),  # a title with a name
    re.compile(rf"\b\d{{1,4}}[A-Za-z]?,?\s+(?:{_NAMED}){{1,3}}(?:(?i:{_STREETS})|{_ALSO_WORDS})\b"),
    re.compile(rf"\b\d{{1,4}}[A-Z]?,?\s+(?!RTC|NON|ON\b|IN\b)[A-Z]{{3,}}\s+(?:{_STREETS.upper()})\b"),
    re.compile(r"\b\d{1,4}[A-Za-z]?,?\s+(?i:heol|stryd|ffordd|lôn)\s+[A-Z]"),
)
_DIALLED = (
    re.compile(r"(?<![\w/.-])(?:\+\d|\(?0[1-9])(?:[ ()-]?\d){8,11}(?![\w/])"),  # with its area or country
    re.compile(
        r"(?<![\w/.-])(?:\+\d|\(?0[1-9])[\d()-]*(?: [\d()-]+)+(?![\w/])"
    ),  # the same, begun and broken
)
_LOCAL = (
    re.compile(r"(?<![\w/.-])\d{2,6}(?: \d{2,8})+(?![\w/.-])"),  # a number as a person would write it down
    re.compile(r"\b(?i:tel|phone|ph|mob|mobile|ring|rang|call)\b\D{0,15}\d{5,}"),
)
_SIX = 6


def tells_of_somebody(code: str) -> bool:
    """Whether what should be a code holds a telephone number, an address, a birthday, or somebody's name."""
    return names_somebody(code) or _any(_BIRTHDAY, code) or _any(_LOCAL, code, _SIX)


def names_somebody(reference: str) -> bool:
    """The same of what should be a reference: figures stand in it, so no birthday and no local number."""
    shapes = (_EMAIL, _POSTCODE, *_CALLED, _DIALLED[0])
    return _any(shapes, reference) or _any(_DIALLED[1:], reference, _SIX)


_PERSON = (
    "victim|suspect|complainant|witness|aggrieved|caller|informant|offender|injured party|IP|AP"
    "|dioddefwr|ddioddefwr|tyst|dyst|achwynydd|galwr|troseddwr"
)
_KIN = (
    "mother|father|mum|dad|son|daughter|brother|sister|wife|husband|partner|ex|girlfriend|boyfriend"
    "|mam|fam|tad|mab|fab|merch|ferch|brawd|frawd|chwaer|gwraig|wraig|gŵr|ŵr|cariad|gariad"
)
_NAME = r"[A-Z][A-Za-z'’-]+"
_DETAIL = (
    re.compile(
        rf"\b(?i:{_PERSON}|{_KIN}),?\s+(?:(?i:is|was|called|named)\s+)?(?!DA\b|N100\b|PC\b|PS\b){_NAME}"
    ),
    re.compile(rf"\b{_NAME}\s+{_NAME},?\s+\(?(?:(?i:aged?|is)\s+)?\d{{1,3}}\b(?!/)"),  # a name and an age
    re.compile(rf"\b{_NAME}\s+{_NAME}(?:'s|,)?\s+(?i:lives|{_KIN}|address|phone|mobile)\b"),
    re.compile(r"\b[A-Z]{3,},\s+[A-Z][a-z]+\b"),  # JONES, Gwen
    re.compile(r"\b\d{1,3}[\s-]*(?i:yo|y/o|yrs?[\s-]+old|years?[\s-]+old)\b"),
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\d[ABD-HJLNP-UW-Z]{2}\b", re.I),  # a postcode without its space
)


def about_somebody(line: str) -> bool:
    """Whether a line of free text is about a person: an address, a number, a birthday, a name with detail."""
    line = normalize("NFKC", line)  # digits of another width are digits
    return looks_personal(line) or names_somebody(line) or _any(_DETAIL, line)


def _any(shapes: Iterable[re.Pattern[str]], text: str, digits: int = 0) -> bool:
    """Whether one of the shapes stands in a text, with so many digits at least."""
    return any(
        sum(map(str.isdigit, found.group())) >= digits for shape in shapes for found in shape.finditer(text)
    )


def common(counted: Mapping[str, int], known: Container[str]) -> tuple[Counter[str], Counter[str]]:
    """Values that may be shown with their rows, and the rare ones that nobody knows, which may not."""
    shown = {v: n for v, n in counted.items() if n >= COMMON or v in known or v in ("", WITHHELD)}
    return Counter(shown), Counter({v: n for v, n in counted.items() if v not in shown})
