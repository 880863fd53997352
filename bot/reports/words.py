"""The words of a page in a language: HTML that escapes by itself, numbers and dates as people write them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from gettext import NullTranslations
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot import catalogue
from bot.domain.force import Force
from bot.reports import plots
from bot.reports.canvas import NO_TEXT
from bot.reports.measures import Share
from bot.reports.plots import Dot
from bot.reports.view import Row
from templates import FOLDER

_AS_WRITTEN: dict[str, Any] = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}


def environment(force: Force, lang: str) -> Environment:
    """Everything that a page of this language may say; a language without a catalogue is English."""
    known = catalogue.files(FOLDER)
    spoken = catalogue.translations(known[lang]) if lang in known else NullTranslations()
    env = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, finalize=_clean, **_AS_WRITTEN)
    said = lang if lang in known else catalogue.SOURCE
    numbers, names = Numbers(Locale.parse(said), ZoneInfo(force.zone)), Names(force, said)
    env.filters |= numbers.filters() | names.filters()
    env.globals |= _spoken(spoken, numbers) | {"lang": said, "force": force}
    env.globals |= {"plot_rows": plots.rows, "plot_columns": plots.columns, "plot_waits": plots.waits}
    env.globals |= {"axis_dots": _dots}
    return env


def _dots(
    axis: str, rows: Iterable[Row], name: Callable[..., Markup], count: Callable[..., object]
) -> list[Dot]:
    """The rows of an axis as dots, by the macros that say a row's name and its count."""
    return [Dot(name(axis, row), count(row.share), row.share) for row in rows]


def _clean(value: object) -> object:
    """A value from outside on its way into the page, without characters that HTML cannot hold."""
    plain = isinstance(value, str) and not isinstance(value, Markup)
    return NO_TEXT.sub(" ", str(value)) if plain else value


def _spoken(spoken: NullTranslations, numbers: "Numbers") -> dict[str, Callable[..., Markup]]:
    """Gettext whose values are escaped, and whose whole numbers are written as the language does."""

    def filled(sentence: str, values: Mapping[str, object]) -> Markup:
        shown = {key: numbers.shown(value) for key, value in values.items()}
        return Markup(sentence) % shown  # noqa: S704 - a sentence of ours; its values are escaped

    def gettext(sentence: str, /, **values: object) -> Markup:
        return filled(spoken.gettext(sentence), values)

    def ngettext(one: str, many: str, num: int, /, **values: object) -> Markup:
        return filled(spoken.ngettext(one, many, num), {"num": num, **values})

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers, shares and times as a language writes them; times in the force's zone."""

    locale: Locale
    zone: ZoneInfo

    def filters(self) -> dict[str, Callable[..., object]]:
        """By the names that templates use."""
        return {
            "n": self.n,
            "pc": self.percent,
            "pcs": self.interval,
            "when": self.when,
            "day": self.day,
            "weekday": self.weekday,
            "names_join": _joined,
        }

    def n(self, number: float) -> str:
        """`1,234`, and `2.5` of what is not whole."""
        return format_decimal(round(number, 1), locale=self.locale)

    def shown(self, value: object) -> object:
        """A value of a sentence."""
        return self.n(value) if isinstance(value, int | float) else _clean(value)

    def percent(self, rate: float) -> str:
        """`86.6%`."""
        return format_percent(rate, "#,##0.0%", locale=self.locale)

    def interval(self, share: Share) -> str:
        """`76.4–92.8`, in per cent."""
        low, high = (format_decimal(each * 100, "0.0", locale=self.locale) for each in share.interval)
        return f"{low}–{high}"

    def when(self, at: datetime, year: bool = True) -> str:
        """`20 Nov 2026 04:10`, or without the year where the page has only one."""
        return format_datetime(
            at, "d MMM y HH:mm" if year else "d MMM HH:mm", tzinfo=self.zone, locale=self.locale
        )

    def weekday(self, number: int, width: str = "wide") -> str:
        """`Monday` is 0."""
        return str(self.locale.days["stand-alone"][width][number])

    def day(self, at: date | str, year: bool = True) -> str:
        """`Fri 20 Nov 2026`, or without the year; a day may be ISO text."""
        local = date.fromisoformat(at) if isinstance(at, str) else at
        if isinstance(local, datetime):
            local = local.astimezone(self.zone).date()
        return format_date(local, "EEE d MMM y" if year else "EEE d MMM", locale=self.locale)


def _joined(values: Iterable[object], between: str = ", ") -> Markup:
    return escape(between).join(escape(_clean(value)) for value in values)


@dataclass(frozen=True, slots=True)
class Names:
    """What the force calls things; a restricted category has its code and nothing else."""

    force: Force
    lang: str

    def filters(self) -> dict[str, Callable[..., object]]:
        """By the names that templates use."""
        return {"unit": self.unit, "category": self.category, "edition": self.edition}

    def unit(self, code: str) -> str:
        """A unit's name; a code that force.toml does not know stands for itself."""
        return self._named(self.force.units, code)

    def category(self, code: str, hidden: bool = False) -> str:
        """A category's name, or its code where it is restricted, unknown or to be `hidden`."""
        known = self.force.categories.get(code)
        return code if hidden or known is None or known.restricted else self._named({code: known}, code)

    def edition(self, at: datetime) -> str:
        """What the counting rules of an instant's local day are called."""
        found = self.force.edition(at.astimezone(ZoneInfo(self.force.zone)).date())
        return found.names.get(self.lang) or found.id

    def _named(self, table: Mapping[str, Any], code: str) -> str:
        return str(table[code].names.get(self.lang) or code) if code in table else code
