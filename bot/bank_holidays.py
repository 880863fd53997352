"""The bank holidays of England and Wales, as the `holidays` library has them."""

from datetime import date
from functools import cache

from holidays import country_holidays

YEARS = range(2010, 2061)  # a replay may look back, a deadline ahead; extra days come with a newer library


@cache
def bank_holidays() -> frozenset[date]:
    """Every bank holiday of England and Wales, as local dates."""
    return frozenset(country_holidays("GB", subdiv="WLS", years=YEARS, observed=True))
