"""A digest fits the screen of a telephone: counted in lines as Slack breaks them there."""

import json
import re
from textwrap import wrap
from typing import Any

import pytest

from tests.templates.conftest import APPROVED

WIDTH = 44  # characters of a line, on a screen of 375 points in Slack's usual size
SCREEN = 29  # lines of 22 points between the head of the conversation and the field to write in
BUTTONS = 2  # a row of buttons is as high as two lines
GAP = 0.5  # between two blocks


def lines(block: dict[str, Any]) -> float:
    """How many lines a block takes."""
    if block["type"] == "actions":
        return BUTTONS + GAP
    text = re.sub(r"\*", "", block["text"]["text"])
    return sum(max(1, len(wrap(line, WIDTH))) for line in text.strip("\n").split("\n")) + GAP


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("case", ["", ".few_and_late_for_a_cover", ".quiet", ".one_of_each"])
def test_a_digest_with_three_things_to_do_fits_one_screen(case: str, lang: str) -> None:
    message = json.loads((APPROVED / f"digests.daily{case}.{lang}.json").read_text())
    assert sum(map(lines, message["blocks"])) <= SCREEN


@pytest.mark.parametrize(("lang", "saturday"), [("en", "Sat"), ("cy", "Sad")])
def test_the_bands_of_another_day_stand_behind_the_name_of_the_day(lang: str, saturday: str) -> None:
    message = json.loads((APPROVED / f"digests.daily.more_than_a_day.{lang}.json").read_text())
    line = message["blocks"][1]["text"]["text"].split("\n")[1]
    today, tomorrow = (re.findall(r"\d\d–\d\d", part) for part in line.split(f"{saturday} "))
    assert len(today) == len(set(today)) == 2
    assert len(tomorrow) == len(set(tomorrow)) == 4
