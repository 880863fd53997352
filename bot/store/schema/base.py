"""What every table is made with."""

from sqlalchemy import BigInteger, Index, Integer, MetaData, TextClause

metadata = MetaData()
BigId = BigInteger().with_variant(Integer, "sqlite")


def where(name: str, *columns: str, only: TextClause, unique: bool = False) -> Index:
    """An index of those rows alone of which `only` is true, on either database."""
    return Index(name, *columns, unique=unique, postgresql_where=only, sqlite_where=only)
