"""Every template in every language, compared with what was read and approved."""

import json

import pytest

from bot.slack.render import Renderer
from tests.templates.cases import CASES
from tests.templates.conftest import APPROVED, payload
from tests.templates.things import Case

LANGUAGES = ("en", "cy")


def _text(words: Renderer, case: Case, lang: str) -> str:
    return json.dumps(payload(words, case, lang), indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.slug)
def test_a_template_says_what_was_approved(
    words: Renderer, case: Case, lang: str, request: pytest.FixtureRequest
) -> None:
    path = APPROVED / f"{case.slug}.{lang}.json"
    made = _text(words, case, lang)
    if request.config.getoption("--approve", default=False):
        path.write_text(made)
    assert path.exists(), f"run pytest tests/templates --approve, and read {path.name}"
    assert made == path.read_text()


def test_every_template_has_an_approved_case(words: Renderer) -> None:
    assert set(words.names) == {case.template for case in CASES}


def test_nothing_is_approved_that_no_template_says(request: pytest.FixtureRequest) -> None:
    known = {f"{case.slug}.{lang}.json" for case in CASES for lang in LANGUAGES}
    for path in APPROVED.glob("*.json"):
        if path.name not in known and request.config.getoption("--approve", default=False):
            path.unlink()
    assert {path.name for path in APPROVED.glob("*.json")} == known


def test_no_two_cases_share_a_name() -> None:
    slugs = [case.slug for case in CASES]
    assert sorted(set(slugs)) == sorted(slugs)
