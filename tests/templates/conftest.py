"""The renderer that the tests share, and `--approve`, which writes what they compare with."""

from pathlib import Path
from typing import Any

import pytest

from bot.slack.render import Renderer
from templates import FOLDER
from tests.templates.things import PEOPLE, PRESENT, Case

APPROVED = Path(__file__).parent / "approved"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest tests/templates --approve`: what the templates say now is what they shall say."""
    parser.addoption("--approve", action="store_true", help="write tests/templates/approved anew")


@pytest.fixture(scope="session")
def words() -> Renderer:
    """The bot's own words."""
    return Renderer(FOLDER, "Europe/London", PEOPLE.get)


def payload(words: Renderer, case: Case, lang: str) -> dict[str, Any]:
    """What Slack is sent for a case; a line is shown as its reader sees it."""
    values = {**PRESENT, **case.values}
    if case.kind == "line":
        return words.message("answers/refused", lang, words=words.line(case.template, lang, **values))
    made: dict[str, Any] = getattr(words, case.kind)(case.template, lang, **values)
    return made


@pytest.fixture(scope="session")
def say(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Say an expression in a language."""
    folder = tmp_path_factory.mktemp("words")
    for path in [*FOLDER.glob("*.j2"), FOLDER / "locale"]:
        (folder / path.name).symlink_to(path)
    (folder / "try").mkdir()

    def said(expression: str, lang: str = "en", **values: Any) -> str:
        name = f"t{abs(hash(expression))}"
        Path(folder / "try" / f"{name}.j2").write_text(f"{{{{ {expression} }}}}")
        return words.line(f"try/{name}", lang, **{**PRESENT, **values})

    words = Renderer(folder, "Europe/London", PEOPLE.get)
    return said
