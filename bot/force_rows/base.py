"""What every row of force.toml is made with."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Words = Annotated[str, Field(min_length=1, max_length=75)]
Names = Annotated[list[str], Field(default_factory=list)]
EMPTY: Any = Field(default_factory=dict)


def checked(parse: Any) -> AfterValidator:
    """The text stays as it is written, once a parser has accepted it."""

    def check(text: str) -> str:
        parse(text)
        return text

    return AfterValidator(check)


class Row(BaseModel):
    """One row of the page: nothing that it does not know, nothing turned into something else."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Named(Row):
    """A row with a name in each language."""

    en: Words
    cy: Annotated[str, Field(max_length=75)] = ""

    def names(self) -> dict[str, str]:
        """The names by language, without those that are not given."""
        return {language: name for language, name in (("en", self.en), ("cy", self.cy)) if name}
