"""What looks like personal data in a command: refused before anything is stored.

Only shapes that a reference, a code, a time or a collar number never has; each is a pattern of its own.
"""

import re

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
