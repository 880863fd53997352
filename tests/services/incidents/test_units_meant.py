"""Which unit somebody means: by its code, its channel or a name, whole or begun, and never by a guess."""

import pytest

from bot.domain.refusal import Refused
from bot.services.incidents.listings import unit_meant
from tests.builders import FORCE


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("powys", "powys"),
        ("#bcu-powys", "powys"),
        ("sir g", "carmarthenshire"),
        ("crb", "crb"),
        ("pem", "pembrokeshire"),
    ],
)
def test_a_unit_is_known_by_what_is_its_own(typed: str, code: str) -> None:
    assert unit_meant(FORCE, typed) == code


@pytest.mark.parametrize("typed", ["bcu", "c", "crime", "#", "gwent"])
def test_what_fits_several_units_or_none_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="unknown_unit"):
        unit_meant(FORCE, typed)
