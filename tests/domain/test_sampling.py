"""Which records are drawn for a sign-off."""

from random import Random

from bot.domain.sampling import sampled

LINKS = [Random(n).randbytes(32) for n in range(2_000)]


def test_about_as_many_are_drawn_as_the_force_wants() -> None:
    assert [sum(sampled(link, percent) for link in LINKS) for percent in (0, 100)] == [0, 2_000]
    assert 140 < sum(sampled(link, 10) for link in LINKS) < 260


def test_the_mark_that_chat_shows_foretells_nothing() -> None:
    shown = bytes.fromhex("0000000000")
    drawn = sum(sampled(shown + link[5:], 10) for link in LINKS)
    assert 140 < drawn < 260
