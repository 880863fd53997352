"""The glossary: made from force.toml where a force decides, and with every word of the domain."""

import re
from collections.abc import Iterable

import pytest

from bot import catalogue
from bot.config import SHIPPED_FORCE
from bot.domain.clock import Stage
from bot.domain.offence import Decision, State
from bot.domain.people import RANKS
from bot.domain.rights import Action
from bot.force import load_force
from bot.glossary import MARK, PAGE, page
from templates import FOLDER

TEXT = PAGE.read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", TEXT.partition(MARK)[0], re.MULTILINE)
TERMS = {english.lower() for english, _, _ in ROWS}


def test_the_glossary_is_what_force_toml_makes_of_it() -> None:
    assert page(load_force(SHIPPED_FORCE), TEXT) == TEXT


@pytest.mark.parametrize(
    "codes",
    [State, Decision, Action, [stage.code for stage in Stage], RANKS],
    ids=["states", "decisions", "actions", "stages", "ranks"],
)
def test_every_word_of_the_domain_is_explained(codes: Iterable[str]) -> None:
    assert {str(code).replace("_", " ") for code in codes} <= TERMS


def test_no_term_is_explained_twice_and_each_has_its_welsh() -> None:
    heads = {"english"}
    terms = [english.lower() for english, _, _ in ROWS if english.lower() not in heads]
    assert len(terms) == len(set(terms))
    assert all(welsh.strip() and meaning.strip() for _, welsh, meaning in ROWS)


def test_the_bot_speaks_the_welsh_of_the_glossary() -> None:
    spoken = catalogue.read(catalogue.files(FOLDER)["cy"])
    said = {str(m.id).lower(): str(m.string).lower() for m in spoken if isinstance(m.id, str)}
    differ = {e: (w, said[e.lower()]) for e, w, _ in ROWS if said.get(e.lower(), w.lower()) != w.lower()}
    assert differ == {}
