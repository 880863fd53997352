"""The settings: defaults, files beside them, and one sentence for whatever is bad or missing."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import SHIPPED_FORCE, Mode, Settings, SettingsError

TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-1-secret",
    "SLACK_APP_TOKEN": "xapp-1-secret",
    "SLACK_SIGNING_SECRET": "5ecret",
}

BAD = [
    ("DATABASE_URL", "mysql://db/cofnod"),
    ("SLACK_BOT_TOKEN", "xapp-1-secret"),
    ("SLACK_APP_TOKEN", "xoxb-1-secret"),
    ("SLACK_SIGNING_SECRET", "two words"),
    ("SLACK_API_URL", "slack.com/api"),
    ("COFNOD_FORCE", "/nowhere/force.toml"),
    ("COFNOD_ROSTER", "/nowhere/roster.csv"),
    ("COFNOD_SOURCES", "/nowhere"),
    ("COFNOD_MODE", "pigeon"),
    ("COFNOD_PREFIX", "Heddlu!"),
    ("PORT", "65536"),
    ("PORT", "three"),
]


def test_an_empty_environment_gives_sqlite_in_a_data_folder() -> None:
    settings = Settings.read({})
    assert settings.database_url == f"sqlite:///{settings.data / 'cofnod.db'}"
    assert (settings.mode, settings.port, settings.force) == (Mode.SOCKET, 3000, SHIPPED_FORCE)
    assert settings.slack_api_url == "https://slack.com/api/"


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_setting_is_named_in_one_sentence(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.read({name: value})
    sentence = str(caught.value)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize("name", [*TOKENS, "DATABASE_URL"])
def test_the_sentence_about_a_secret_does_not_tell_it(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.read({name: "hunter2 hunter2"})
    assert "hunter2" not in str(caught.value)


def test_a_setting_may_lie_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-from-a-file\n", encoding="utf-8")
    settings = Settings.read({"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token")})
    assert settings.slack_bot_token == "xoxb-from-a-file"


def test_a_setting_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^PORT and PORT_FILE are both set"):
        Settings.read({"PORT": "3000", "PORT_FILE": str(tmp_path)})


def test_a_file_that_cannot_be_read_is_named_with_its_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^DATABASE_URL_FILE names"):
        Settings.read({"DATABASE_URL_FILE": str(tmp_path / "missing")})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_the_same(scheme: str) -> None:
    settings = Settings.read({"DATABASE_URL": f"{scheme}://me:pw@db/cofnod"})
    assert settings.database_url == "postgresql+psycopg://me:pw@db/cofnod"


@pytest.mark.parametrize(
    ("mode", "missing"),
    [("socket", "SLACK_APP_TOKEN"), ("http", "SLACK_SIGNING_SECRET"), ("http", "SLACK_BOT_TOKEN")],
)
def test_serving_needs_what_its_mode_needs(mode: str, missing: str) -> None:
    others = {name: value for name, value in TOKENS.items() if name != missing}
    with pytest.raises(SettingsError, match=rf"^{missing} is not set"):
        Settings.read({"COFNOD_MODE": mode, **others}).for_serving()
    whole = Settings.read({"COFNOD_MODE": mode, **TOKENS})
    assert whole.for_serving() == whole


def test_no_secret_shows_when_the_settings_are_printed() -> None:
    shown = repr(Settings.read({**TOKENS, "DATABASE_URL": "postgresql://me:5ecret@db/cofnod"}))
    assert "ecret" not in shown.replace("slack_signing_secret", "")


@given(st.dictionaries(st.sampled_from([name for name, _ in BAD]), st.text(max_size=20)))
def test_no_text_makes_the_settings_fail_in_another_way(environ: dict[str, str]) -> None:
    with suppress(SettingsError):
        Settings.read(environ)
