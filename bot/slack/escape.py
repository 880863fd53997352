"""Escaping for Slack: nothing that comes from outside can mention, link, format or break the JSON.

Every value is escaped the moment it enters a template's text (`escaped`), into HTML-like entities that stand
for one character each. At the end the text becomes either mrkdwn (`as_mrkdwn`), where `& < >` stay entities
and the formatting marks, which Slack cannot escape, become look-alikes; or plain text (`as_plain`), where
every entity turns back into what it was.
"""

import re
from json.encoder import encode_basestring_ascii

from jinja2 import Undefined
from markupsafe import Markup

VALUE_MAX = 200  # no single value in a chat line is right above this; five times that still fits a section
SURROGATES, BIDI = "\ud800-\udfff", "\u202a-\u202e\u2066-\u2069"
BREAKS = r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"
_ODD = re.compile(rf"{BREAKS}|[\x00-\x08\x0e-\x1f\x7f-\x9f{BIDI}{SURROGATES}]")
# An underscore inside a word formats nothing in Slack, and codes are full of them: those stay.
_ACTIVE = re.compile(rf"{_ODD.pattern}|[&<>*~`]|(?<![^\W_])_|_(?![^\W_])")
_BREAK = re.compile(BREAKS)
_SURROGATE = re.compile(f"[{SURROGATES}]")
_ENTITIES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "*": "&ast;",
    "~": "&tilde;",
    "`": "&grave;",
    "_": "&lowbar;",
}
_BACK = {entity: char for char, entity in _ENTITIES.items()} | {"&NewLine;": "\n", "&#34;": '"', "&#39;": "'"}
_LOOK = {
    "&ast;": "∗",
    "&tilde;": "∼",
    "&grave;": "ˋ",
    "&lowbar;": "ˍ",
    "&NewLine;": " ",
    "&#34;": '"',
    "&#39;": "'",
}
_ALL_BACK = re.compile("|".join(_BACK))
_ALL_LOOK = re.compile("|".join(_LOOK))


class Unfit(TypeError):
    """A value that has no reading of its own: a time needs `hm`, a person `who`, a blank other words."""


def _odd(found: str) -> str:
    if _BREAK.fullmatch(found):
        return "\n"
    return "\ufffd" if _SURROGATE.fullmatch(found) else ""


def _entity(match: re.Match[str]) -> str:
    found = match[0]
    return _ENTITIES.get(found) or _odd(found).replace("\n", "&NewLine;")


def cut(value: str, most: int) -> str:
    """The value, shortened to `most` characters; before it is escaped, so never inside an entity."""
    if isinstance(value, Markup):
        raise Unfit("cut comes before the text is put together")
    return value if len(value) <= most else value[: most - 1].rstrip() + "…"


def escaped(value: object) -> Markup:
    """A value on its way into text. Raises Unfit for what is neither text nor a whole number."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return Markup(_ACTIVE.sub(_entity, cut(str(value), VALUE_MAX)))  # noqa: S704 - this is the escaping
    if type(value) is int:
        return Markup(value)  # noqa: S704 - digits
    if isinstance(value, Undefined):  # the missing else of `x if y`; a missing name raises when it is read
        return Markup(str(value))  # noqa: S704 - empty
    raise Unfit(f"a {type(value).__name__} needs a filter that says how it is read")


def tidy(text: str) -> str:
    """A template's own line breaks stay; its indentation and blank lines go."""
    if "\n" not in text:
        return text.strip()
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)


def as_mrkdwn(value: object) -> str:
    """Text for Slack's mrkdwn."""
    return _ALL_LOOK.sub(lambda m: _LOOK[m[0]], tidy(str(escaped(value))))


def as_plain(value: object) -> str:
    """Text for plain_text, rich text and button values: what it says, no more, no less."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _ODD.sub(lambda m: _odd(m[0]), value)
    return _ALL_BACK.sub(lambda m: _BACK[m[0]], tidy(str(escaped(value))))


def quoted(text: str) -> Markup:
    """A JSON string on one line, in ASCII, so that no character of it can end the line."""
    return Markup(encode_basestring_ascii(text))  # noqa: S704 - JSON, made here
