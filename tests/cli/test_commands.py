"""The command line as a shell sees it: help, exit codes, nothing but plain text in a pipe."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import app

COMMANDS = [
    "demo", "serve", "migrate", "doctor", "manifest", "source check", "source new", "verify", "history",
    "replay", "hold", "forget", "dmm", "trail",
]  # fmt: skip


def cofnod(line: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command line as somebody without any settings but these."""
    plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "bot", *line.split()],
        env={**plain, "COFNOD_DATA": str(folder), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_shows_an_example(command: str, tmp_path: Path) -> None:
    shown = cofnod(f"{command} --help", tmp_path)
    assert shown.returncode == 0
    assert f"cofnod {command}" in shown.stdout.partition("Examples:")[2]


def test_the_list_of_commands_under_test_is_whole(tmp_path: Path) -> None:
    names = {info.name for info in app.registered_commands} | {info.name for info in app.registered_groups}
    assert names == {command.split()[0] for command in COMMANDS}


@pytest.mark.parametrize(
    "command",
    [
        "serve",
        "migrate",
        "manifest",
        "verify",
        "history 1/20-11",
        "doctor --offline",
        "hold --list",
        "forget",
    ],
)
def test_a_bad_setting_stops_every_command_with_one_sentence(command: str, tmp_path: Path) -> None:
    stopped = cofnod(command, tmp_path, PORT="seventy")
    assert stopped.returncode == 2
    assert stopped.stderr == "PORT should be a number from 0 to 65535.\n"
    assert stopped.stdout == ""


def test_serving_without_a_token_says_which_is_missing(tmp_path: Path) -> None:
    stopped = cofnod("serve", tmp_path)
    assert stopped.returncode == 2
    assert stopped.stderr.startswith("SLACK_BOT_TOKEN is not set;")
    assert len(stopped.stderr.splitlines()) == 1


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")
    stopped = cofnod("migrate", tmp_path / "taken")
    assert (stopped.returncode, stopped.stderr[:11]) == (2, "COFNOD_DATA")


def test_an_unknown_command_is_a_usage_error(tmp_path: Path) -> None:
    assert cofnod("bogus", tmp_path).returncode == 2


def test_in_a_pipe_the_help_is_plain(tmp_path: Path) -> None:
    shown = cofnod("serve --help", tmp_path, FORCE_COLOR="")
    assert "\x1b" not in shown.stdout
    assert "─" not in shown.stdout


def test_on_a_terminal_the_help_has_its_boxes() -> None:
    main, side = pty.openpty()
    process = subprocess.Popen([sys.executable, "-m", "bot", "serve", "--help"], stdout=side, stderr=side)
    os.close(side)
    shown = b""
    while process.poll() is None or b"Examples" not in shown:
        try:
            shown += os.read(main, 65536)
        except OSError:  # the other end is closed: the command has ended
            break
    os.close(main)
    assert "─".encode() in shown


def test_asking_for_help_imports_nothing_heavy(tmp_path: Path) -> None:
    heavy = "{'aiohttp', 'jinja2', 'slack_bolt', 'sqlalchemy'}"
    ask = "import contextlib, sys; from bot.__main__ import main; sys.argv[1:] = ['serve', '--help']"
    look = (
        f"{ask}\nwith contextlib.suppress(SystemExit): main()\nprint('heavy:', *{heavy} & {{*sys.modules}})"
    )
    seen = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert seen.stdout.endswith("\nheavy:\n")


def test_what_is_wrong_in_a_mapping_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text("kind = 'pigeon post'\n", encoding="utf-8")
    (tmp_path / "export.csv").write_text("a,b\n", encoding="utf-8")
    told = cofnod(f"source check {tmp_path}/export.csv --source {tmp_path}/mapping.toml", tmp_path)
    assert told.returncode == 2
    assert "mapping.toml" in told.stderr
    assert "Traceback" not in told.stderr
