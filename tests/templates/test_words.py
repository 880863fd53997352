"""How times, people and numbers are said, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.incident import IncidentKey
from bot.slack.render import RenderError
from tests.templates.things import DAY, FORCE, MORGAN, PEOPLE, REES, WATKINS, person


@pytest.mark.parametrize(
    ("minutes", "said", "in_welsh"),
    [
        (0, "0 min late", "0 mun yn hwyr"),
        (40, "40 min left", "40 mun ar ôl"),
        (190, "3 h 10 min left", "3 awr 10 mun ar ôl"),
        (180, "3 h left", "3 awr ar ôl"),
        (-125, "2 h 5 min late", "2 awr 5 mun yn hwyr"),
        (-72 * 60, "3 days 0 h late", "3 diwrnod 0 awr yn hwyr"),
    ],
)
def test_time_left_is_said_in_hours_and_minutes(say: Any, minutes: int, said: str, in_welsh: str) -> None:
    length = timedelta(minutes=minutes)
    assert (say("x|left", x=length), say("x|left", "cy", x=length)) == (said, in_welsh)


def test_no_more_time_is_shown_than_there_is(say: Any) -> None:
    assert say("x|left", x=timedelta(minutes=59, seconds=59)) == "59 min left"
    assert say("x|left", x=timedelta(seconds=-30)) == "0 min late"


def test_welsh_mutates_after_two(say: Any) -> None:
    days = [say("x|age", "cy", x=timedelta(days=n)) for n in (2, 3, 6, 7)]
    assert days == ["2 ddiwrnod 0 awr", "3 diwrnod 0 awr", "6 diwrnod 0 awr", "7 diwrnod 0 awr"]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 20, 4, 10, tzinfo=UTC), "04:10"),
        (datetime(2026, 11, 21, 4, 10, tzinfo=UTC), "Sat 04:10"),
        (datetime(2026, 11, 19, 23, 59, tzinfo=UTC), "Thu 23:59"),
        (datetime(2026, 7, 1, 4, 10, tzinfo=UTC), "1 Jul 05:10"),
    ],
)
def test_a_time_names_its_day_when_it_is_not_today(say: Any, at: datetime, said: str) -> None:
    assert say("x|day_hm", x=at) == said


def test_times_are_those_of_the_force(say: Any) -> None:
    assert say("x|hm", x=datetime(2026, 6, 1, 12, 0, tzinfo=UTC)) == "13:00"
    assert say("x|day", "cy", x=DAY) == "Dydd Gwener 20 Tachwedd"


def test_people_are_called_by_rank_number_and_surname(say: Any) -> None:
    assert say("x|who", x=REES) == "PC 842 Rees"
    assert say("x|called", x=MORGAN) == "PS Morgan"
    assert say("x|who", "cy", x=MORGAN) == "Rhingyll 1101 Morgan"
    assert say("x|who", x=WATKINS) == "9020 Watkins"


def test_a_collar_number_is_enough_to_be_named(say: Any) -> None:
    assert say("x|who", x="1101") == "PS 1101 Morgan"
    assert say("x|who", x="77") == "77"


def test_only_mention_makes_a_mention(say: Any) -> None:
    assert say("mention(x)", x="842") == "<@U0REES>"
    assert say("x|mention", x="U0HUGHES") == "<@U0HUGHES>"
    with pytest.raises(RenderError, match="Slack id"):
        say("mention(x)", x="U0REES> <!channel")


def test_somebody_without_slack_is_named_instead_of_mentioned(
    say: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PEOPLE, "55", person("55", "Pugh", "sergeant"))
    assert say("mention(x)", x="55") == "PS Pugh"


def test_a_link_leads_only_to_the_web(say: Any) -> None:
    assert say("link(x, 'log')", x="https://a.example/?a=1&b=_2_") == "<https://a.example/?a=1&b=_2_|log>"
    with pytest.raises(RenderError):
        say("link(x, 'log')", x="javascript:alert(1)")


def test_a_reference_names_the_offence_where_one_is_meant(say: Any) -> None:
    key = IncidentKey(FORCE, DAY, "123")
    assert (say("x|ref", x=key), say("x|ref(2)", x=key)) == ("123/20-11", "123/20-11.2")
    assert say("handle(x, none, 3)", x=key) == "dyfed-powys:2026-11-20:123||3"


def test_a_thing_of_the_force_has_a_name_in_each_language(say: Any) -> None:
    from bot.domain.force import Code

    code = Code("NNO", {"en": "no offence", "cy": "dim trosedd"})
    assert (say("x|named", x=code), say("x|named", "cy", x=code)) == ("no offence", "dim trosedd")
    assert say("x|named", x=replace(code, names={})) == "NNO"


def test_an_unknown_language_is_answered_in_english(say: Any) -> None:
    assert say("_('Record')", "de") == "Record"
    assert say("_('Record')", "cy-GB") == "Cofnodi"
