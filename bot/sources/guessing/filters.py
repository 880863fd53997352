"""Rows that are no incidents: a column that marks tests and training."""

from bot.sources.guessing.columns import Column
from bot.sources.guessing.draft import Draft
from bot.sources.guessing.phrases import listed, words
from bot.sources.guessing.roles import is_code, is_hidden

_FLAG = 4  # values: more are what the rows are about, and may be read besides
_MOST = 0.5  # of the rows: what is most of a file is what it is for


def filters(draft: Draft) -> None:
    """Drop rows that a free column calls a test, training or an exercise."""
    for column in draft.free():
        unreal = _unreal(column)
        count = sum(column.counts[value] for value in unreal)
        if unreal and count <= _MOST * draft.sample.rows and not column.listed and not is_hidden(column):
            field = {"column": column.name, "drop": unreal}
            draft.tables.setdefault("filters", []).append(field)
            if len(column.counts) <= _FLAG:
                draft.taken.add(column.name)
            draft.say("filters", "filter", check=True, column=column.name, count=count)


def _unreal(column: Column) -> list[str]:
    """The values that are nothing but such a word."""
    told = {" ".join(words(phrase)) for phrase in listed("rows")["unreal"]}
    return [value for value in column.counts if " ".join(words(value)) in told] if is_code(column) else []
