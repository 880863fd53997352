"""What an incident is called, whose it is, and its plain fields: their columns, and what the values mean."""

from bot.domain.force import Force, UnitKind
from bot.sources.guessing.columns import Column
from bot.sources.guessing.draft import Draft
from bot.sources.guessing.found import Coded
from bot.sources.guessing.meanings import (
    Reader,
    by_beginnings,
    by_names,
    by_phrases,
    by_rules,
    coded,
    first_of,
    map_of,
    share,
)
from bot.sources.guessing.personal import (
    are_names,
    are_titled,
    holds_personal,
    is_story,
    may_be_shown,
    says_personal,
)
from bot.sources.guessing.phrases import listed, score
from bot.sources.guessing.roles import EXACT, Fits, choose, is_code, is_crime_reference, is_hidden

_EVERY, _MOSTLY, _SOME = 0.9, 0.6, 0.3
_CATEGORIES = ("category", "opening_category", "closing_category")


def category_reader(force: Force) -> Reader:
    """A function from a value to a category of force.toml."""
    return first_of(by_names(force.categories), by_rules("category", force.categories))


def unit_reader(force: Force) -> Reader:
    """A function from a value to a unit of force.toml."""
    short = by_phrases(listed("units"), force.units)
    return first_of(by_names(force.units), by_beginnings(force.units), short)


class Details:
    """Fills in categories, units and plain fields of a draft."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._category, self._unit = category_reader(draft.force), unit_reader(draft.force)
        self._route, self._grade = by_phrases(listed("routes")), by_phrases(listed("grades"))
        self._columns = [c for c in draft.free() if self._may_be_read(c)]
        self._roles = choose(self._columns, "columns", self._kinds())

    def _kinds(self) -> dict[str, Fits]:
        categories = dict.fromkeys(_CATEGORIES, self._is_category)
        plain = dict.fromkeys(("grade", "beat", "closing_code", "route"), self._is_plain)
        return {**categories, **plain, "unit": self._is_unit, "crime_refs": is_crime_reference}

    def _may_be_read(self, column: Column) -> bool:
        """Not hidden; or only because so few rows repeat nothing, while most are words of the force."""
        if not is_hidden(column):
            return True
        if says_personal(column.name) or is_story(column) or holds_personal(column):
            return False
        return self._is_scarce_code(column)

    def _is_scarce_code(self, column: Column) -> bool:
        """Whether a few values are codes, though none comes again: they are known, or their header is."""
        if not column.scarce or column.listed or is_story(column):
            return False
        known = self._known(column)
        likely = known > 0 or not (are_names(column) or are_titled(column))
        return known >= _MOSTLY or (likely and _is_named(column))

    def _is_category(self, column: Column) -> bool:
        if column.listed or share(column, self._route) > _SOME:
            return False
        return self._is_plain(column) or self._is_scarce_code(column)

    def _is_unit(self, column: Column) -> bool:
        return self._is_plain(column) or self._is_scarce_code(column)

    def _is_plain(self, column: Column) -> bool:
        """Whether the values are codes: a few that are written like names, each once, may be names."""
        once = column.scarce and column.distinct > _MOSTLY and are_titled(column)
        return is_code(column) and not (once and not self._known(column))

    def _known(self, column: Column) -> float:
        return max(share(column, self._category), share(column, self._unit))

    def fill(self) -> None:
        """Everything."""
        self._fill_categories()
        self._fill_unit()
        for name, read in (("grade", self._grade), ("route", self._route)):
            self._fill_mapped(name, read)
        for name in ("beat", "closing_code"):
            if column := self._best(name):
                self._draft.put(f"fields.{name}", column.name, column.name)
                self._draft.say(f"fields.{name}", "header", column=column.name)
        self._fill_crime_refs()

    def _best(self, name: str) -> Column | None:
        return next((c for c in self._roles.get(name, []) if c.name not in self._draft.taken), None)

    def _best_known(self, name: str) -> Column | None:
        """Of the columns of a kind of category the first whose words are known; else the first."""
        offered = [c for c in self._roles.get(name, []) if c.name not in self._draft.taken]
        return next((c for c in offered if self._is_known(c)), None) or next(iter(offered), None)

    def _fill_categories(self) -> None:
        chosen = {name: found for name in _CATEGORIES if (found := self._best_known(name))}
        why = "header" if chosen else "category_content"
        if chosen.keys() >= {"opening_category", "category"} and not self._is_known(chosen["category"]):
            del chosen["category"]
        if chosen.keys() == {"closing_category"}:
            chosen = {"category": chosen["closing_category"]}
        if not chosen and (best := self._by_content(self._category, _SOME)):
            chosen = {"category": best}
        if not chosen:
            self._draft.lose("fields.category", "FILL IN")
        for name, column in chosen.items():
            self._put_category(name, column, why)

    def _is_known(self, column: Column) -> bool:
        return share(column, self._category) >= _SOME

    def _put_category(self, name: str, column: Column, why: str) -> None:
        values = coded([column], self._category)
        known = sum(bool(one.code) for one in values)
        self._draft.say(f"fields.{name}", why, why != "header", column=column.name)
        sure = all(one.why in ("same", "name") for one in values)
        others = len(values) - known
        self._draft.say(f"fields.{name}", "category_mapped", not sure, count=known, others=others)
        self._put_mapped(name, column, values)

    def _by_content(self, read: Reader, least: float) -> Column | None:
        """The free column of which most is known, if that is enough."""
        free = [c for c in self._columns if c.name not in self._draft.taken and is_code(c)]
        best = max(free, key=lambda c: share(c, read), default=None)
        return best if best is not None and share(best, read) >= least else None

    def _put_mapped(self, name: str, column: Column, found: tuple[Coded, ...], **more: str) -> None:
        """A column's name, or a table where its values mean other codes."""
        table = map_of(_shown(found))
        self._draft.coded[f"fields.{name}"] = _shown(found)
        field = {"column": column.name, **more} | ({"map": table} if table else {})
        self._draft.put(f"fields.{name}", field if table or more else column.name, column.name)

    def _fill_unit(self) -> None:
        offered = [c for c in self._roles.get("unit", []) if c.name not in self._draft.taken]
        named = max(offered, key=lambda c: share(c, self._unit), default=None)
        column = named or self._by_content(self._unit, _MOSTLY)
        if column is None:
            control = _control(self._draft.force)
            self._draft.put("fields.unit", {"default": control})
            self._draft.say("fields.unit", "unit_none", check=True, unit=control)
            return
        why = "header" if named else "unit_content"
        self._draft.say("fields.unit", why, not named, column=column.name)
        self._put_unit(column, coded([column], self._unit))

    def _put_unit(self, column: Column, values: tuple[Coded, ...]) -> None:
        """A column of units; rows without one go to the control room, to nobody where units are foreign."""
        draft, blank = self._draft, self._draft.sample.rows - column.filled
        foreign = not any(one.code for one in values)
        if foreign:
            draft.say("fields.unit", "unit_foreign", check=True, force=draft.force.name)
        elif unknown := sum(not one.code for one in values):
            draft.say("fields.unit", "unit_some", check=True, count=unknown)
        if foreign and not blank:
            self._put_mapped("unit", column, values)
            return
        default = "unknown" if foreign else _control(draft.force)
        why = "unit_blank" if blank else "unit_default"
        draft.say("fields.unit", why, bool(blank), count=blank, unit=default)
        self._put_mapped("unit", column, values, default=default)

    def _fill_mapped(self, name: str, read: Reader) -> None:
        """A grade is mapped if every value is known: a part of a scale says little; a route by value."""
        if not (column := self._best(name)):
            return
        known = share(column, read)
        use = known == 1 if name == "grade" else known > 0
        self._put_mapped(name, column, coded([column], read) if use else ())
        self._draft.say(f"fields.{name}", "header_mapped" if use else "header", use, column=column.name)

    def _fill_crime_refs(self) -> None:
        if column := self._best("crime_refs"):
            separator = separator_of(column)
            field = column.name if separator == "," else {"column": column.name, "separator": separator}
            self._draft.put("fields.crime_refs", field, column.name)
            self._draft.say("fields.crime_refs", "header", column=column.name)
            if column.filled >= _EVERY * self._draft.sample.rows and column.distinct >= _EVERY:
                self._draft.say("", "looks_like_crimes", check=True, column=column.name)


def _is_named(column: Column) -> bool:
    """Whether a header is that of categories or units, to the letter."""
    told = listed("columns")
    return any(score(column.name, told[name]) >= EXACT for name in (*_CATEGORIES, "unit"))


def separator_of(column: Column) -> str:
    """What stands between several values of a cell; a comma where nothing says otherwise."""
    for mark in (";", "|", ","):
        if any(mark in value for value in column.counts):
            return mark
    spaced = any(" " in value for value in column.counts) and not column.listed
    return " " if spaced else ","


def _control(force: Force) -> str:
    """The unit where an incident of no unit goes: the control room, else the first."""
    rooms = [code for code, unit in force.units.items() if unit.kind is UnitKind.CONTROL]
    return (rooms or list(force.units))[0]


def _shown(found: tuple[Coded, ...]) -> tuple[Coded, ...]:
    """Without values that might be somebody's: they are mapped by no one."""
    return tuple(one for one in found if may_be_shown(one.value))
