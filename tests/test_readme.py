"""The commands of the README: those that can be run here are, the others at least exist."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import house, readme

PAGE = house.ROOT / "README.md"
COMMANDS = list(readme.commands(PAGE.read_text(encoding="utf-8"))) if PAGE.exists() else []
BIN = Path(sys.executable).parent


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of the page in a shell, in the project, with a data folder of its own."""
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    settings = {**os.environ, "PATH": path, "COFNOD_DATA": str(folder)}
    return subprocess.run(
        line,
        shell=True,
        cwd=house.ROOT,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,  # seconds: a busy machine is no fault of the page
    )


def existence(words: list[str]) -> str:
    """A harmless line that succeeds only where the command exists; nothing for what is not ours."""
    if words[0] == "make":
        return " ".join(["make", "-n", *words[1:]])
    if words[0] == "cofnod":
        options = [word.partition("=")[0] for word in words if word.startswith("--")]
        parts = [word for word in words[:3] if word.isalpha()]
        found = "".join(f" && printf '%s' \"$help\" | grep -qe '{option}'" for option in options)
        return f"help=$({' '.join(parts)} --help){found}"
    return ""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for the page: whoever reads it runs its commands one after the other."""
    return tmp_path_factory.mktemp("data")


@pytest.mark.parametrize("command", [c for c in COMMANDS if not c.not_run], ids=lambda c: c.line)
def test_a_command_of_the_readme_does_what_it_says(command: readme.Command, folder: Path) -> None:
    done = run(command.line, folder)
    assert done.returncode == 0, done.stderr
    for text in command.prints:
        assert text in done.stdout


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.not_run], ids=lambda c: c.line)
def test_a_command_that_needs_more_than_a_test_has_exists(command: readme.Command, tmp_path: Path) -> None:
    if line := existence(command.words):
        done = run(line, tmp_path)
        assert done.returncode == 0, done.stderr


PAGE_OF_THE_TEST = """
```console
$ cofnod --help  # the list
Usage: cofnod
...
$ PORT=1 cofnod serve \\
    --only web
```
<!-- not run: needs Slack -->
```sh
# set up
make demo
```
```python
make = "not a command"
```
"""


def test_every_command_of_a_page_is_found() -> None:
    first, second, third = readme.commands(PAGE_OF_THE_TEST)
    assert (first.words, first.prints) == (["cofnod", "--help"], ("Usage: cofnod",))
    assert second.words == ["cofnod", "serve", "--only", "web"]
    assert third == readme.Command("make demo", not_run="needs Slack")


def test_a_command_or_an_option_that_is_not_there_is_noticed(tmp_path: Path) -> None:
    assert run(existence(["cofnod", "serve", "--only", "web"]), tmp_path).returncode == 0
    assert run(existence(["cofnod", "serve", "--wrong"]), tmp_path).returncode != 0
    assert run(existence(["cofnod", "serv"]), tmp_path).returncode != 0
    assert run(existence(["make", "demo"]), tmp_path).returncode == 0
    assert run(existence(["make", "dmo"]), tmp_path).returncode != 0
