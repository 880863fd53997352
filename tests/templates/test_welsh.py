"""Days within Welsh sentences."""

import pytest

from bot.slack.welsh import Day, within

FRIDAY = Day("Dydd Gwener 20 Tachwedd")


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("%(day)s", "Dydd Gwener 20 Tachwedd"),
        ("*%(day)s*", "*Dydd Gwener 20 Tachwedd*"),
        ("Cadwyd. %(day)s", "Cadwyd. Dydd Gwener 20 Tachwedd"),
        ("ar %(day)s", "ar ddydd Gwener 20 Tachwedd"),
        ("o %(day)s ymlaen", "o ddydd Gwener 20 Tachwedd ymlaen"),
        ("cyfarfod %(day)s", "cyfarfod dydd Gwener 20 Tachwedd"),
        ("Powys, %(day)s", "Powys, dydd Gwener 20 Tachwedd"),
    ],
)
def test_a_day_is_mutated_as_its_place_in_a_sentence_asks(sentence: str, said: str) -> None:
    assert sentence % within(sentence, {"day": FRIDAY}) == said


def test_what_somebody_wrote_themselves_is_not_touched() -> None:
    assert within("ar %(words)s", {"words": "Dydd Iau"}) == {"words": "Dydd Iau"}
