"""The crime system's export: the record's reference, its class, the incident that it came from."""

import re

from bot.sources.guessing.columns import Column
from bot.sources.guessing.draft import Draft
from bot.sources.guessing.identity import put_pattern
from bot.sources.guessing.meanings import by_names, by_rules, coded, first_of, map_of, share
from bot.sources.guessing.personal import holds_personal, is_story, may_be_shown, says_personal
from bot.sources.guessing.roles import Fits, choose, is_code, is_hidden, is_reference

_MOSTLY, _SOME, _UNIQUE = 0.6, 0.3, 0.9
_DAYS_LATER = 60  # a record may be made this long after its incident
_COLLAR = re.compile(r"[A-Za-z]{0,3} ?[0-9]{1,6}")


class Crimes:
    """Fills in a draft of crime records; its times are there already."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        names, rules = by_names(draft.force.classes), by_rules("class", draft.force.classes)
        self._read = first_of(names, rules)
        columns = [c for c in draft.free() if not c.listed and self._may_be_read(c)]
        self._roles = choose(columns, "columns_of_crimes", self._kinds())
        self._columns = columns

    def _kinds(self) -> dict[str, Fits]:
        return {
            "ref": is_reference,
            "reference": is_reference,
            "classification": lambda c: is_code(c) or (c.scarce and share(c, self._read) >= _MOSTLY),
            "cancel_code": is_code,
            "decision_maker": _is_collar,
        }

    def _may_be_read(self, column: Column) -> bool:
        if _is_collar(column):
            return True
        if not is_hidden(column):
            return True
        if says_personal(column.name) or is_story(column) or holds_personal(column):
            return False
        return is_reference(column) or (column.scarce and share(column, self._read) >= _MOSTLY)

    def fill(self) -> None:
        """Everything."""
        self._fill_ref()
        self._fill_incident()
        self._fill_class()
        for name in ("cancel_code", "decision_maker"):
            if column := self._best(name):
                self._draft.put(f"crime.{name}", column.name, column.name)
                self._draft.say(f"crime.{name}", "header", column=column.name)

    def _best(self, name: str) -> Column | None:
        return next((c for c in self._roles.get(name, []) if c.name not in self._draft.taken), None)

    def _fill_ref(self) -> None:
        column = self._best("ref") or self._unique()
        if column is None:
            self._draft.lose("crime.ref", "FILL IN")
            return
        self._draft.put("crime.ref", column.name, column.name)
        self._draft.say("crime.ref", "header", column=column.name)

    def _fill_incident(self) -> None:
        """The incident's reference; its day must be in it, or in a column of its own."""
        draft, column = self._draft, self._best("reference")
        if column is None:
            draft.lose("reference.column", "FILL IN")
            self._need_day()
            return
        draft.say("reference.column", "ref_header", column=column.name)
        near = draft.times.get("incident_day") or draft.times.get("created_at")
        put_pattern(draft, column, draft.days(near), _DAYS_LATER)
        dated = "(?P<day>" in draft.tables["reference"]["pattern"]
        if dated and "incident_day" in draft.times:
            draft.drop("crime.incident_day")
        elif not dated:
            self._need_day()

    def _need_day(self) -> None:
        if "incident_day" not in self._draft.times:
            self._draft.lose("crime.incident_day", {"column": "FILL IN", "formats": ["iso"]})

    def _unique(self) -> Column | None:
        """The first column of references that are each their own."""
        free = [c for c in self._columns if c.name not in self._draft.taken and c.name not in self._linked()]
        return next((c for c in free if is_reference(c) and c.distinct >= _UNIQUE), None)

    def _linked(self) -> set[str]:
        return {column.name for column in self._roles.get("reference", [])}

    def _fill_class(self) -> None:
        draft, offered = self._draft, self._roles.get("classification", [])
        known = [c for c in offered if share(c, self._read) >= _SOME]
        column = next(iter(known or offered), None)
        if column is None:
            draft.say("crime.classification", "class_none", check=True)
            return
        draft.put("crime.classification", column.name, column.name)
        draft.say("crime.classification", "header", column=column.name)
        found = tuple(one for one in coded([column], self._read) if may_be_shown(one.value))
        draft.coded["crime.offence_class"] = found
        if table := map_of(found) | {one.value: one.code for one in found if one.code}:
            field = {"column": column.name, "map": table, "unmapped": "drop"}
            draft.put("crime.offence_class", field)
            draft.say("crime.offence_class", "class_mapped", check=True, count=len(table))


def _is_collar(column: Column) -> bool:
    """Whether the values are collar numbers, and nobody's name."""
    return column.filled > 0 and all(_COLLAR.fullmatch(value) for value in column.counts)
