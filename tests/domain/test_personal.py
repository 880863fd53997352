"""What looks like personal data is refused, and nothing that a command is made of ever does."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.personal import about_somebody, looks_personal, names_somebody, tells_of_somebody
from bot.domain.reference import read_reference
from tests.builders import DAY, FORCE, ROSTER

digits = st.integers(1, 999_999).map(str)
references = st.one_of(
    digits,
    st.builds("{}/{}-{}".format, digits, st.integers(1, 28), st.integers(1, 12)),
    st.builds("{}/{:02}-11-2026.{}".format, digits, st.integers(1, 28), st.integers(1, 9)),
    st.builds("#{}".format, digits),
    st.builds("https://storm.example.org/log/2026-11-{:02}/{}".format, st.integers(1, 28), digits),
    st.builds("dyfed-powys:2026-11-{:02}:{}".format, st.integers(1, 28), digits),
)  # fmt: skip
crimes = st.one_of(
    st.builds("{}/{}/26".format, st.integers(1, 99), st.integers(1, 999_999)),
    st.builds("DPP/{:06}/2026".format, st.integers(1, 999_999)),
    st.builds("26{:08}".format, st.integers(1, 99_999_999)),
)
collars = st.one_of(digits, digits.map("@{}".format), st.just("<@U0MORGAN>"), st.just("<@U0REES|carys>"))
names = st.sampled_from([f"@{p.surname}" for p in ROSTER.people])
codes = st.sampled_from(sorted(code for table in FORCE.codes.values() for code in table))
times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
told = st.builds("told {}/{} {}".format, st.integers(1, 28), st.integers(1, 12), times)
words = st.one_of(
    references, crimes, collars, names, codes, times, told, st.sampled_from(list(FORCE.categories))
)


@given(st.lists(words, max_size=6).map(" ".join))
def test_nothing_that_a_command_is_made_of_looks_personal(text: str) -> None:
    assert not looks_personal(text), text


@given(references)
def test_every_reference_that_is_tried_here_can_be_read(text: str) -> None:
    assert read_reference(text, DAY, FORCE.links.values()) is not None


@pytest.mark.parametrize(
    "text",
    [
        "SA31 1AB", "sy23 3al", "123/20-11 w1a  1aa", "07700 900123", "01267900123", "+44 7700 900123",
        "01267-900-123", "someone@example.org", "12/03/1984", "3.4.1999", "01-02-2003", "dob 3 may",
        "d.o.b", "Date of Birth", "born on 3 May", "born 1984", "/negate 123 NNO 07700900123",
    ],
)  # fmt: skip
def test_a_postcode_a_number_an_address_or_a_birthday_looks_personal(text: str) -> None:
    assert looks_personal(text)


def test_an_officer_called_born_can_be_allocated_to() -> None:
    assert not looks_personal("123/20-11 @Born")


def test_a_very_long_word_is_looked_through_in_a_moment() -> None:
    begun = perf_counter()
    assert not looks_personal("a" * 60_000 + " " + "0" * 60_000)
    assert perf_counter() - begun < 1  # a quarter of a minute, where each letter begins the search anew


exported = st.one_of(
    st.sampled_from(list(FORCE.categories)),
    st.sampled_from([name for c in FORCE.categories.values() for name in c.names.values()]),
    st.sampled_from([name for u in FORCE.units.values() for name in u.names.values()]),
    codes,
    st.builds("{} {}".format, st.sampled_from(["RTC", "ASB", "OP", "Grade", "PS"]), st.integers(0, 999)),
    st.builds("{}{}".format, st.sampled_from(["CA", "P", "SY"]), st.integers(0, 999)),
    st.builds("{}{}/{:02}".format, st.integers(1, 199), st.sampled_from(["", "A"]), st.integers(0, 99)),
    digits,
)


@given(exported)
def test_no_code_of_a_force_is_taken_for_somebody(code: str) -> None:
    assert not tells_of_somebody(code), code


@given(crimes)
def test_no_crimes_reference_is_taken_for_somebody(ref: str) -> None:
    assert not names_somebody(ref), ref


@pytest.mark.parametrize(
    "code",
    [
        "ASB-P", "BURG RES", "RTC 999", "NC/4471/26", "CA12", "MISS PERS", "Miss Person", "MS", "DR",
        "24 HR CLOSE", "12 RTC ROAD", "Damage to road sign", "999 Call", "101 Call", "DMG", "Sir Gâr", "8N",
        "105 01", "Grade 1", "Drive off", "00123456", "CC-0084126/26", "Dr - GP", "PC 2417", "104217",
        "Street robbery", "2 Vehicle RTC",
    ],
)  # fmt: skip
def test_a_code_as_forces_write_them_is_no_person(code: str) -> None:
    assert not tells_of_somebody(code)


@pytest.mark.parametrize(
    "code",
    [
        "07700 900123", "+44 7700 900123", "01267 900 123", "(01267) 900123", "900 123", "tel 900123",
        "0845 4647", "someone@example.org", "SA31 1AB", "12/03/1984", "dob 3 may", "Mr Made-Up",
        "MRS MADE UP", "Miss A Person-Made", "Dr. Invented", "12 Oak Close", "7a Invented Street",
        "14 MADE STREET", "3 Heol Newydd", "told by Mx Invented",
    ],
)  # fmt: skip
def test_what_tells_of_somebody_is_no_code(code: str) -> None:
    assert tells_of_somebody(code)


@given(
    st.text(max_size=80), st.text(max_size=20), st.sampled_from(["07700 900123", "SA31 1AB", "a@example.org"])
)
def test_it_is_found_wherever_it_stands(before: str, after: str, personal: str) -> None:
    assert tells_of_somebody(f"{before} {personal} {after}")


def test_a_long_value_is_looked_through_in_a_moment() -> None:
    begun = perf_counter()
    for text in ("0" * 20_000, "1 " * 20_000, "12 " + "Aa " * 20_000, "tel " * 10_000):
        tells_of_somebody(text)
    assert perf_counter() - begun < 1


@pytest.mark.parametrize(
    "line",
    [
        "victim Gwen Invented will not talk", "Gwen Invented, 34, was seen", "Gwen Invented aged 34",
        "INVENTED, Gwen", "mother is Gwen", "a 34 year old man", "Gwen Invented lives there",
        "12 Made Up Road", "ring 01267 900123", "Mrs Invented rang", "born on 3 May", "SA31 1AB",
        "meet at SA311AB", "cf995zz, blue door", "dioddefwr Gwen Dyfais", "ei mam Gwen",
        "ring \uff10\uff17\uff17\uff10\uff10\uff19\uff10\uff10\uff11\uff12\uff13",
    ],
)  # fmt: skip
def test_a_line_with_a_name_and_detail_is_about_somebody(line: str) -> None:
    assert about_somebody(line)


@pytest.mark.parametrize(
    "line",
    [
        "Log read again, no further offence.", "Victim contacted, update on the log",
        "with Sgt Morgan till 14:00", "PC Rees to see the victim by 16:00",
        "waiting for CCTV from Llanelli Town", "2 units moved to Powys until 14:00",
        "victim DA, seen by PPU", "Niche 47/408/26 to be linked", "Suspect in custody",
        "record as harassment under 8.1", "dioddefwr wedi'i ffonio", "AB12 CDE seized", "N100 by DCI",
    ],
)  # fmt: skip
def test_a_line_about_the_work_is_about_nobody(line: str) -> None:
    assert not about_somebody(line)
