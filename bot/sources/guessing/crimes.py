"""The crime system's export: the record's reference, its class, the incident that it came from."""

import re

from bot.sources.guessing.columns import Column
from bot.sources.guessing.draft import Draft
from bot.sources.guessing.identity import put_pattern
from bot.sources.guessing.meanings import by_names, by_phrases, by_rules, coded, first_of, map_of, share
from bot.sources.guessing.personal import holds_personal, is_story, may_be_shown, says_personal
from bot.sources.guessing.phrases import listed, score
from bot.sources.guessing.reference import pattern_of
from bot.sources.guessing.roles import EXACT, Fits, choose, is_code, is_hidden, is_reference

_MOSTLY, _SOME, _UNIQUE = 0.6, 0.3, 0.9
_OF_LOGS = ("opening_category", "closing_category", "grade", "route")
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
            "classification": self._is_class,
            "offence_class": self._is_class,
            "cancel_code": is_code,
            "decision_maker": _is_decider,
        }

    def _is_class(self, column: Column) -> bool:
        return is_code(column) or (column.scarce and share(column, self._read) >= _MOSTLY)

    def _may_be_read(self, column: Column) -> bool:
        if not is_hidden(column) or _is_decider(column):
            return True
        if says_personal(column.name) or is_story(column) or holds_personal(column):
            return False
        return is_reference(column) or (column.scarce and share(column, self._read) >= _MOSTLY)

    def fill(self) -> None:
        """Everything."""
        self._fill_ref()
        self._fill_incident()
        self._fill_class()
        self._fill_cancelled()
        self._doubt()

    def _doubt(self) -> None:
        """Say so where the file has what a log has and a crime system has not."""
        told, names = listed("columns"), self._draft.sample.columns
        logs = [c.name for c in names if any(score(c.name, told[name]) >= EXACT for name in _OF_LOGS)]
        if len(logs) > 1:
            self._draft.say("", "looks_like_log", check=True, columns=", ".join(logs))

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
        near = draft.times.get("incident_day") or draft.times.get("created_at")
        days = draft.days(near)
        dated = column is not None and pattern_of(column.cells, days, _DAYS_LATER).dated
        if "incident_day" in draft.times and (dated or column is None):
            draft.drop("crime.incident_day")
        if column is None or not (dated or "incident_day" in draft.times):
            self._join_by_number(column)
            return
        draft.say("reference.column", "ref_header", column=column.name)
        put_pattern(draft, column, days, _DAYS_LATER)

    def _join_by_number(self, column: Column | None) -> None:
        """Without a day no incident is named: a number alone is another incident's tomorrow."""
        if column is None:
            self._draft.say("", "join_no_reference", check=True)
            return
        self._draft.taken.add(column.name)
        self._draft.say("", "join_no_day", check=True, column=column.name)

    def _unique(self) -> Column | None:
        """The first column of references that are each their own."""
        free = [c for c in self._columns if c.name not in self._draft.taken and c.name not in self._linked()]
        return next((c for c in free if is_reference(c) and c.distinct >= _UNIQUE), None)

    def _linked(self) -> set[str]:
        return {column.name for column in self._roles.get("reference", [])}

    def _fill_class(self) -> None:
        """What the crime system calls it, and by which column it is of which class; one may be both."""
        named, classes = self._roles.get("classification", []), self._roles.get("offence_class", [])
        known = [c for c in (*classes, *named) if share(c, self._read) >= _SOME]
        told = next((c for c in named if c in known), None) or next(iter(named or classes), None)
        if told is None:
            self._draft.say("crime.classification", "class_none", check=True)
            return
        self._draft.put("crime.classification", told.name, told.name)
        self._draft.say("crime.classification", "header", column=told.name)
        self._put_class(known[0] if known else told)

    def _put_class(self, column: Column) -> None:
        draft = self._draft
        found = tuple(one for one in coded([column], self._read) if may_be_shown(one.value))
        draft.coded["crime.offence_class"] = found
        if table := {one.value: one.code for one in found if one.code}:
            field = {"column": column.name, "map": table, "unmapped": "drop"}
            draft.put("crime.offence_class", field, column.name)
            draft.say("crime.offence_class", "class_mapped", check=True, count=len(table))

    def _fill_cancelled(self) -> None:
        if maker := self._best("decision_maker"):
            self._draft.put("crime.decision_maker", maker.name, maker.name)
            self._draft.say("crime.decision_maker", "header", column=maker.name)
        if column := self._best("cancel_code"):
            codes = self._draft.force.codes["cancel"]
            found = coded([column], first_of(by_names(codes), by_phrases(listed("cancels"), codes)))
            table = map_of(one for one in found if may_be_shown(one.value))
            field = {"column": column.name, "map": table} if table else column.name
            self._draft.put("crime.cancel_code", field, column.name)
            self._draft.say("crime.cancel_code", "header_mapped" if table else "header", bool(table))


def _is_decider(column: Column) -> bool:
    """Whether a column of decision makers holds collar numbers, and nobody's name."""
    named = score(column.name, listed("columns_of_crimes")["decision_maker"]) > 0
    return named and column.filled > 0 and all(_COLLAR.fullmatch(value) for value in column.counts)
