"""The codes in the code are the codes in the lists, and the page about sources names them all."""

import ast
import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from bot.sources import door, mapping, mistakes, reasons
from bot.sources.health import Alarm
from tests.house import ROOT, tree, under

WORDS = set(re.findall(r"[a-z0-9_]+", (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")))
RAISED = {
    "Unreadable": reasons.ROW | reasons.FILE,
    "Spoiled": reasons.ROW,
    "Refusal": reasons.ROW,
    "Broken": reasons.FILE,
    "FeedFailed": reasons.FEED,
    "PydanticCustomError": reasons.MAPPING,
    "BadFormat": reasons.MAPPING,
}


def codes(call: str) -> Iterator[str]:
    """Every literal code by which something of this name is made, anywhere in the sources."""
    for path in under("bot/sources"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == call and node.args:
                first = node.args[0]
                choices = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                yield from (
                    c.value for c in choices if isinstance(c, ast.Constant) and isinstance(c.value, str)
                )


@pytest.mark.parametrize(("call", "listed"), RAISED.items(), ids=RAISED)
def test_every_code_that_is_raised_is_listed(call: str, listed: frozenset[str]) -> None:
    found = set(codes(call))
    assert found
    assert found <= listed


def test_every_code_that_is_listed_stands_somewhere_in_the_code() -> None:
    texts = "".join(p.read_text(encoding="utf-8") for p in under("bot/sources") if p.name != "reasons.py")
    own = reasons.ROW | reasons.FILE | reasons.FEED | reasons.MAPPING
    assert [code for code in sorted(own) if f'"{code}"' not in texts] == []


def test_the_page_about_sources_names_every_reason_and_alarm() -> None:
    assert reasons.ROW | reasons.FILE | reasons.FEED <= WORDS
    assert {alarm.value for alarm in Alarm} <= WORDS


def test_the_page_about_sources_names_every_key() -> None:
    named = vars(door) | vars(mapping)
    tables = [t for t in named.values() if isinstance(t, type) and issubclass(t, BaseModel)]
    keys = {field.alias or name for table in tables for name, field in table.model_fields.items()}
    assert keys - {"origin"} <= WORDS


def test_every_mistake_in_a_mapping_has_its_sentence_and_no_other_has() -> None:
    own = reasons.MAPPING | {"literal_error", "missing", "string_pattern_mismatch"}
    assert set(mistakes.words()["mapping"]) == own


@pytest.mark.parametrize("code", sorted(mistakes.words()["mapping"]))
def test_a_mistake_is_told_in_one_plain_sentence(code: str) -> None:
    said = mistakes.sentence(code, "fields.unit", "it.", "storm.toml")
    assert said.endswith((".", "?", "iso", "dyfed-powys"))
    assert "_" not in code or code not in said
    assert not re.search(r": :|\.\.$|\{[a-z]", said)
