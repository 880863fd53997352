"""The renderer refuses what Slack would refuse, and pages at the edges of items."""

import timeit
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.limits import BUDGET, weight
from bot.slack.render import Renderer, RenderError, page
from templates import FOLDER
from tests.templates.things import AT, LINE, LISTING

SECTION = '{{ message("m") }}{{ section(x) }}'


@pytest.fixture
def render(tmp_path: Path) -> Any:
    """Render a template's source with the real macros."""
    for path in FOLDER.glob("*.j2"):
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "try").mkdir()

    def rendered(source: str, kind: str = "message", **values: Any) -> Any:
        (tmp_path / "try" / "it.j2").write_text(source)
        return getattr(Renderer(tmp_path, "Europe/London"), kind)("try/it", "en", at=AT, **values)

    return rendered


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ('{{ message("") }}', "empty message"),
        ("{{ message(missing) }}", "missing"),
        ('{{ message("m") }}{{ section("") }}', "empty mrkdwn"),
        ('{{ message("m") }}{{ header("h" * 151) }}', "151 of at most 150"),
        (
            '{{ message("m") }}{% call section() %}{% for i in range(3001) %}a{% endfor %}{% endcall %}',
            "3001 of",
        ),
        ('{{ message("m") }}{{ actions(button("b" * 76, "a")) }}', "76 of at most 75"),
        ('{{ message("m") }}{{ actions(button("b", "a", "v" * 2001)) }}', "2001 of at most 2000"),
        ('{{ message("m") }}{{ actions(button("b", "a"), button("c", "a")) }}', "action_id stands twice"),
        (
            '{{ message("m") }}{{ section("s", block_id="i") }}{{ section("s", block_id="i") }}',
            "block_id stands",
        ),
        ('{{ message("m") }}{{ divider() * 51 }}', "51 of at most 50 blocks"),
        ('{{ message("m") }}{{ table(["a"], []) }}{{ table(["a"], []) }}', "2 of at most 1 tables"),
        ('{{ message("m") }}{{ context() }}', "no elements"),
        ('{{ message("m") }}{{ input_text("a", "A") }}', "an input in a message"),
        (
            '{{ message("m") }}{{ (section("x") ~ section("y"))|replace("\\n", "") }}',
            "one block of JSON a line",
        ),
        ('{{ home() }}{{ section("x") }}', "envelope of a message"),
    ],
)
def test_a_message_that_slack_would_refuse_is_refused_here(render: Any, source: str, why: str) -> None:
    with pytest.raises(RenderError, match=why):
        render(source)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ('{{ modal("t" * 25) }}', "25 of at most 24"),
        ('{{ modal("t") }}{{ input_text("a", "A") }}', "without a submit"),
        ('{{ modal("t", "s") }}{{ input_select("a", "A", []) }}', "no options"),
        ('{{ modal("t", metadata="m" * 3001) }}', "3001 of at most 3000"),
        (
            '{{ modal("t", "s") }}{{ input_text("a", "A") }}{{ input_text("a", "A") }}',
            "block_id stands twice",
        ),
    ],
)
def test_a_form_that_slack_would_refuse_is_refused_here(render: Any, source: str, why: str) -> None:
    with pytest.raises(RenderError, match=why):
        render(source, "modal")


def test_all_blocks_together_keep_to_the_budget(render: Any) -> None:
    source = '{{ message("m") }}{% for i in range(n) %}{{ section(x) }}{% endfor %}'
    assert weight(render(source, n=4, x=LONG)["blocks"]) <= BUDGET
    with pytest.raises(RenderError, match="in all blocks"):
        render('{{ message("m") }}{% for i in range(50) %}{{ section(x) }}{% endfor %}', x=LONG)


LONG = "x" * 200


def test_a_raw_value_cannot_pose_as_an_element(render: Any) -> None:
    with pytest.raises(RenderError):
        render('{{ message("m") }}{{ actions(x) }}', x='{"type":"button"}')


def test_a_value_cannot_take_a_macros_name(render: Any) -> None:
    with pytest.raises(RenderError, match="section"):
        render(SECTION, x="a", section="b")


def test_every_question_of_a_form_is_found_by_its_name(render: Any) -> None:
    source = '{{ modal("t", "s") }}' + "".join(
        f"{{{{ {ask} }}}}"
        for ask in (
            'input_select("a", "A", [("x", "X"), ("y", "Y")], initial="y")',
            'input_radio("b", "B", [("x", "X")], initial="x", hint="h", optional=true)',
            'input_checkboxes("c", "C", [("x", "X")])',
            'input_user("d", "D", initial="U0REES")',
            'input_search("e", "E", initial=("x", "X"))',
            'input_text("f", "F", multiline=true, initial="i", placeholder="p")',
            'input_time("g", "G", initial="04:10")',
            'input_date("h", "H", initial="2026-11-20")',
        )
    )
    blocks = render(source, "modal")["blocks"]
    assert [b["block_id"] for b in blocks] == [b["element"]["action_id"] for b in blocks] == list("abcdefgh")
    assert blocks[0]["element"]["initial_option"]["text"]["text"] == "Y"


def test_the_less_usual_blocks_are_what_slack_calls_them(render: Any) -> None:
    source = """{{ home() }}{{ divider() }}{{ fields("a", "b") }}{{ plain("p", button("b", "a")) }}
    {{ image("https://a.example/i.png", "alt") }}{{ rich_list(["a", "b"]) }}{{ table(["H"], [["c"]]) }}
    {{ actions(button("b", "x", confirm=confirm("t", "x", "y", "n")), overflow("o", [option("l", "v")])) }}
    """
    types = [b["type"] for b in render(source, "home")["blocks"]]
    assert types == ["divider", "section", "section", "image", "rich_text", "table", "actions"]


def test_a_line_of_the_list_has_nothing_that_does_not_apply(words: Renderer) -> None:
    blocks = words.blocks(
        "listings/_line", "en", at=AT, line=replace(LINE, can=frozenset({"confirm", "why"}))
    )
    assert [e.get("action_id") for e in blocks[1]["elements"]] == ["incident.more"]
    assert len(words.blocks("listings/_line", "en", at=AT, line=replace(LINE, can=frozenset()))) == 1


def test_a_menu_never_has_more_than_five_choices(words: Renderer) -> None:
    every = frozenset({"confirm", "sign_off", "negate", "return", "add_offence", "why"})
    menu = words.blocks("listings/_line", "en", at=AT, line=replace(LINE, can=every))[1]["elements"][0]
    assert [o["value"] for o in menu["options"]] == ["confirm", "sign_off", "negate", "return", "add_offence"]


@given(st.lists(st.integers(min_value=0, max_value=400)), st.integers(0, 3000), st.integers(0, 50))
def test_a_page_holds_whole_items_and_counts_the_rest(sizes: list[int], budget: int, most: int) -> None:
    def blocks(size: int) -> list[dict[str, Any]]:
        return [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * size}}, {"type": "divider"}]

    shown, rest = page(sizes, blocks, budget, most)
    assert [*shown] == sizes[: len(shown)]
    assert len(shown) + rest == len(sizes)
    assert sum(weight(blocks(s)) for s in shown) <= budget
    assert len(shown) * 2 <= most
    if rest:
        following = sizes[: len(shown) + 1]
        assert sum(weight(blocks(s)) for s in following) > budget or len(following) * 2 > most


def test_an_incident_is_rendered_in_a_third_of_a_millisecond(words: Renderer) -> None:
    lines = tuple(replace(LINE, key=replace(LINE.key, number=str(n))) for n in range(20))
    listing = replace(LISTING, lines=lines, rest=3)
    best = min(
        timeit.repeat(
            lambda: words.message("listings/live", "cy", at=AT, listing=listing), number=1, repeat=40
        )
    )
    assert best / len(lines) < 0.0003


def test_a_whole_list_fits_one_message(words: Renderer) -> None:
    lines = [replace(LINE, key=replace(LINE.key, number=str(n))) for n in range(300)]
    shown, rest = page(lines, lambda line: words.blocks("listings/_line", "cy", at=AT, line=line), 8500, 44)
    payload = words.message("listings/live", "cy", at=AT, listing=replace(LISTING, lines=shown, rest=rest))
    assert len(shown) >= 18
    assert len(payload["blocks"]) <= 50
