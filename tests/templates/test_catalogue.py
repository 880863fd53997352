"""Every sentence in every language; and the check that says so notices what is wrong."""

import shutil
from pathlib import Path

import pytest

from bot import catalogue
from bot.slack.words import main
from templates import FOLDER

PO = "locale/cy/LC_MESSAGES/cofnod.po"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the words, in order, to break."""
    copied = Path(shutil.copytree(FOLDER, tmp_path / "templates"))
    [*catalogue.extract(copied)]
    return copied


@pytest.fixture
def missing(folder: Path) -> int:
    """How many sentences the copy lacks before it is broken: none, but while somebody is at work."""
    return len([*catalogue.faults(folder)])


def _change(folder: Path, before: str, after: str) -> list[str]:
    text = (folder / PO).read_text()
    assert before in text
    (folder / PO).write_text(text.replace(before, after, 1))
    return list(catalogue.faults(folder))


def test_every_sentence_is_said_in_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0, capsys.readouterr().out


def test_the_catalogue_asks_for_a_welsh_speakers_review() -> None:
    assert "Welsh speaker's review" in (FOLDER / PO).read_text().splitlines()[0]


def test_gathering_the_words_again_changes_nothing(folder: Path) -> None:
    before = (folder / PO).read_text()
    [*catalogue.extract(folder)]
    assert (folder / PO).read_text() == before


def test_a_new_sentence_is_missed_until_it_is_translated(folder: Path, missing: int) -> None:
    (folder / "answers" / "new.j2").write_text('{{ message(_("Brand new, %(who)s.", who=x)) }}')
    assert "cy: 'Brand new, %(who)s.': not in the catalogue" in catalogue.faults(folder)
    assert [lacking for _, lacking in catalogue.extract(folder)] == [missing + 1]
    assert "cy: 'Brand new, %(who)s.': not translated in every form" in catalogue.faults(folder)


def test_a_sentence_that_nobody_says_any_more_is_noticed(folder: Path) -> None:
    (folder / "refusals" / "outside_force.j2").write_text("{{ x }}")
    assert any("no template says this any more" in fault for fault in catalogue.faults(folder))


def test_a_translation_with_other_values_is_noticed(folder: Path) -> None:
    faults = _change(folder, "Dyrannwyd %(ref)s i", "Dyrannwyd %(rev)s i")
    assert any("other values" in fault for fault in faults)


def test_a_plural_that_lacks_a_form_is_noticed(folder: Path) -> None:
    faults = _change(folder, 'msgstr[2] "%(num)s ddiwrnod', 'msgstr[2] ""\n#')
    assert any("not translated in every form" in fault for fault in faults)


def test_a_stray_percent_sign_is_noticed(folder: Path) -> None:
    (folder / "answers" / "new.j2").write_text('{{ message(_("100 % audit")) }}')
    assert any("write values as" in fault for fault in catalogue.faults(folder))


def test_the_command_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "extract" in capsys.readouterr().err
