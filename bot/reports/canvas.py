"""A figure whose words and colours are put in afterwards: text stays text, and the page's colours rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from markupsafe import Markup

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 340  # points; as wide as a phone, so that its words need not shrink
SIZE = 9.5
# Colours that stand for a variable each of the page, which knows light, dark and print.
INK, MUTED, LINE, ACCENT = "#000001", "#000002", "#000003", "#000004"
_VARIABLES = {INK: "ink", MUTED: "muted", LINE: "line", ACCENT: "accent"}
_LOOK: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "cofnod",
    "path.simplify": False,
    "font.size": SIZE,
}
_NO_METADATA: dict[str, Any] = {"Date": None, "Creator": None, "Format": None, "Type": None}
_FAMILY = re.compile(r"font-family:[^;]*;? ?")
# blanks, and what neither XML nor HTML can hold
NO_TEXT = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_PLACE = "w{}w"


def clean(text: str) -> str:
    """Text that XML and HTML can hold: runs of blanks and control characters become one blank."""
    return NO_TEXT.sub(" ", text).strip()


def plain(words: object) -> str:
    """Words of a template, or a value, as the text that they stand for."""
    return clean(words.unescape() if isinstance(words, Markup) else str(words))


class Canvas:
    """A figure of the page's width; places and sizes are points from its lower left corner."""

    def __init__(self, height: float) -> None:
        from matplotlib.figure import Figure  # here: slow to import, and most processes draw nothing

        self._height = height
        self._figure = Figure(figsize=(WIDTH / 72, height / 72))
        self._figure.patch.set_visible(False)
        self._words: list[str] = []

    def axes(self, left: float, bottom: float, width: float, height: float) -> Axes:
        """A bare coordinate system: no frame, no ticks."""
        made = self._figure.add_axes(
            (left / WIDTH, bottom / self._height, width / WIDTH, height / self._height)
        )
        made.set_axis_off()
        return made

    def say(self, axes: Axes, at: tuple[float, float], words: object, **how: Any) -> None:
        """Put words at a place, by their start unless `ha` says otherwise."""
        look: dict[str, Any] = {"fontsize": SIZE, "color": INK, "rotation_mode": "anchor"} | how
        axes.text(at[0], at[1], _PLACE.format(len(self._words)), **look)
        self._words.append(plain(words))

    def drawn(self, name: str, alt: object) -> Markup:
        """The figure as one element of the page; `name` keeps its parts' ids apart from other figures'."""
        import matplotlib as mpl

        written = StringIO()
        with mpl.rc_context(_LOOK):
            self._figure.savefig(written, format="svg", metadata=_NO_METADATA)
        root = ElementTree.fromstring(written.getvalue())
        _tidy(root, name)
        for each in root.iter("text"):
            each.text = self._words[int(str(each.text).strip("w"))]
        root.attrib |= {"role": "img", "aria-label": plain(alt)}
        return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704 - serialised, so escaped


def _tidy(root: ElementTree.Element, name: str) -> None:
    """Leave what is drawn: no metadata, no style of its own for the whole page, ids that nobody else has."""
    used = _used(root)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.endswith(("}metadata", "}style")):
                parent.remove(child)
    for each in root.iter():
        each.tag = each.tag.rpartition("}")[2]
        each.attrib = dict(_attributes(each, used, name))
    for unneeded in ("width", "height", "version"):
        root.attrib.pop(unneeded, None)
    root.attrib |= {"stroke-linejoin": "round", "preserveAspectRatio": "xMinYMin"}


def _used(root: ElementTree.Element) -> set[str]:
    text = " ".join(value for each in root.iter() for value in each.attrib.values())
    return set(re.findall(r"#([\w.-]+)", text))


def _attributes(each: ElementTree.Element, used: set[str], name: str) -> Iterator[tuple[str, str]]:
    for key, value in each.attrib.items():
        plain = key.rpartition("}")[2]
        if plain == "id":
            if value in used:
                yield plain, f"{name}-{value}"
        elif plain == "style":
            yield plain, _coloured(_FAMILY.sub("", value))
        elif plain == "d":
            yield plain, " ".join(value.split())
        else:
            yield plain, re.sub(r"^(url\()?#", rf"\g<1>#{name}-", value)


def _coloured(style: str) -> str:
    for colour, variable in _VARIABLES.items():
        style = style.replace(colour, f"var(--{variable})")
    return style
