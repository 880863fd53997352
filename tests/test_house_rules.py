"""The house rules: budgets, words and habits that keep the project easy to read."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions

import pytest

from tests import house

TESTS = [path for path in house.under("tests") if path.name.startswith("test_")]
PROJECT = (house.ROOT / "pyproject.toml").read_text(encoding="utf-8")
RUN, DEV = (house.ROOT / name for name in ("requirements.lock", "requirements-dev.lock"))


def expect_none(found: Iterable[object]) -> None:
    """Fail with every finding on a line of its own, and no more."""
    if told := "\n".join(str(one) for one in found):
        pytest.fail(told, pytrace=False)


def test_no_function_is_longer_than_thirty_lines() -> None:
    expect_none(f"{where}: {n} lines" for where, _, n in house.functions(*house.SOURCE) if n > 30)


def test_nineteen_functions_in_twenty_have_at_most_fifteen_lines() -> None:
    sizes = [(n, where) for where, _, n in house.functions(*house.SOURCE)]
    longer = sorted(f"{n} lines: {where}" for n, where in sizes if n > 15)
    expect_none(longer if len(longer) > len(sizes) * 0.05 else [])


def test_no_function_of_a_test_is_longer_than_twenty_lines() -> None:
    expect_none(f"{where}: {n} lines" for where, _, n in house.functions("tests") if n > 20)


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    paths = house.under(*house.SOURCE, "tests") + house.under("workspace", suffix=".js")
    expect_none(f"{house.name(p)}: {n} lines" for p in paths if (n := len(house.lines(p))) > 300)


def test_a_handler_and_a_job_fit_on_half_a_screen() -> None:
    paths = house.under("handlers", "jobs")
    expect_none(f"{house.name(p)}: {n} lines" for p in paths if (n := len(house.lines(p))) > 60)


def test_a_template_has_at_most_forty_lines() -> None:
    every = house.under("templates", suffix=".j2") + house.under("templates", suffix=".html")
    paths = [p for p in every if p.parent.name != "templates"]
    expect_none(f"{house.name(p)}: {n} lines" for p in paths if (n := len(house.lines(p))) > 40)


def test_every_module_says_in_a_sentence_what_it_is() -> None:
    docs = {house.name(p): ast.get_docstring(house.tree(p)) for p in house.under(*house.SOURCE, "tests")}
    expect_none(name for name, doc in docs.items() if not doc or doc.splitlines()[0][-1] not in ".!?")


def test_the_domain_needs_only_the_standard_library() -> None:
    allowed = sys.stdlib_module_names | {"bot"}
    for path in house.under("bot/domain"):
        foreign = [m for m in house.imports(path) if m.partition(".")[0] not in allowed]
        assert foreign == [], house.name(path)


def test_no_sentence_for_a_person_is_in_python() -> None:
    paths = house.under("bot/domain", "bot/services", "handlers", "jobs")
    expect_none(sentence for path in paths for sentence in house.sentences(path))


def test_the_search_for_sentences_finds_a_planted_one() -> None:
    refused = ast.parse('raise Refused("You may not do that.")').body[0]
    assert not house._not_for_people(refused)
    assert house._not_for_people(ast.parse('raise ValueError("A naive time.")').body[0])


def test_at_most_one_broad_except_stands_at_the_edge() -> None:
    assert len(house.broad_excepts("bot", "handlers", "jobs")) <= 1, house.broad_excepts(
        "bot", "handlers", "jobs"
    )
    assert len(house.broad_excepts("workspace")) <= 1, house.broad_excepts("workspace")


def test_every_silenced_lint_names_its_rule_and_its_reason() -> None:
    silenced = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:|ruff:)(.*)")
    explained = re.compile(r"(: ?[A-Z]+\d+(, ?[A-Z]+\d+)*|\[[a-z-]+(, ?[a-z-]+)*\])\W+\w.{3}")
    found = [
        f"{house.name(path)}:{number} {match[0]}"
        for path in house.under(*house.SOURCE, "tests")
        for number, line in enumerate(house.lines(path), 1)
        if (match := silenced.search(line)) and '"' not in match[0] and not explained.search(match[2])
    ]
    expect_none(found)


def test_every_dependency_and_every_exception_has_a_reason() -> None:
    entry = re.compile(r'^\s+"[a-z][\w-]*(\[\w+\])?[<>=]|^\s*"(RUF|RET)\d+|^"[\w*/.]+" = \[')
    lines = PROJECT.partition("[tool.importlinter]")[0].splitlines()
    packages = [line for line in lines if entry.match(line) and "#" not in line]
    expect_none(packages)


def test_nothing_tells_of_the_machine_it_was_made_on() -> None:
    halves = [("index", "-url"), ("pypi", ".org"), ("python", "hosted"), ("/wo", "rk/"), ("/ro", "ot/")]
    texts = [path for path in house.files() if path.suffix not in (".png", ".jpg", ".woff2")]
    expect_none(
        f"{house.name(path)}: {word}"
        for path in texts
        for word in map("".join, halves)
        if word in re.sub(r"--no-emit-[a-z-]+", "", path.read_text(encoding="utf-8"))
    )


def test_the_names_of_tests_are_sentences() -> None:
    names = [
        (where, node.name) for where, node, _ in house.functions("tests") if node.name.startswith("test_")
    ]
    expect_none(where for where, name in names if len(name.split("_")) < 5)


def test_nothing_is_mocked_and_nobody_sleeps() -> None:
    forbidden = re.compile(r"\b(unittest\.mock|pytest_mock|monkeypatch\.setattr|mocker|time\.sleep)\b")
    others = [path for path in TESTS if path.name != "test_house_rules.py"]
    expect_none(house.name(path) for path in others if forbidden.search(path.read_text(encoding="utf-8")))


def _locked(path: object) -> dict[str, str]:
    text = (house.ROOT / str(path)).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def test_every_dependency_is_in_the_lock_with_its_hashes() -> None:
    wanted = tomllib.loads(PROJECT)
    names = {re.split(r"[\[><=,]", line)[0] for line in wanted["project"]["dependencies"]}
    assert names <= _locked(RUN).keys()
    assert _locked(RUN).items() <= _locked(DEV).items()
    for path in (RUN, DEV):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE)
        assert len(re.findall(r"==\S+(?: ;.*)? \\\n    --hash", text)) == len(pinned)


def _licence(package: Distribution) -> str:
    about = package.metadata
    short = about.get("License-Expression") or about.get("License", "").partition("\n")[0]
    return " ".join([short, *(c for c in about.get_all("Classifier", []) if c.startswith("License"))])


def test_no_gpl_is_needed_at_run_time() -> None:
    needed = _locked(RUN).keys()
    licences = {d.name: _licence(d) for d in distributions() if d.name.lower().replace("_", "-") in needed}
    strong = re.compile(r"(?<!L)(?<!Lesser )\b(A?GPL|General Public License)")
    expect_none(f"{name}: {text}" for name, text in licences.items() if strong.search(text))


def test_every_part_of_the_bot_has_its_place_in_the_layers() -> None:
    layers = tomllib.loads(PROJECT)["tool"]["importlinter"]["contracts"][0]["layers"]
    placed = set(re.findall(r"bot\.\w+", " ".join(layers)))
    parts = {f"bot.{house.name(p).split('/')[1].removesuffix('.py')}" for p in house.under("bot")}
    assert parts - {"bot.__init__"} <= placed
