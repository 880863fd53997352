"""What every table is made with."""

from sqlalchemy import BigInteger, Integer, MetaData

metadata = MetaData()
BigId = BigInteger().with_variant(Integer, "sqlite")
