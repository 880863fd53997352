"""The changelog speaks of the version that is built."""

import re
import tomllib

from tests import house


def test_the_newest_version_of_the_changelog_is_the_one_that_is_built() -> None:
    built = tomllib.loads((house.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    told = re.findall(r"^## (\S+)$", (house.ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert told[0] == built
