"""What the page tells of a guess: no word that may be somebody's."""

from pathlib import Path

from bot.cli.assumed import WORDS, assumed
from bot.sources.guessing import guess
from tests.builders import FORCE

HEAD = "Incident No,Call Received,Incident Type,BCU,Caller Name\n"


def test_a_rare_word_that_nobody_knows_is_counted_and_not_shown(tmp_path: Path) -> None:
    kinds = ["THEFT"] * 30 + ["LOST DOG"] * 20 + ["SEE JONES"] * 2
    rows = (
        f"20261001-{n},01/10/2026 {n // 60:02d}:{n % 60:02d},{kind},POWYS,x" for n, kind in enumerate(kinds)
    )
    file = tmp_path / "log.csv"
    file.write_text(HEAD + "\n".join(rows))
    told = assumed("log.csv", guess(file, FORCE))
    words = [one.word for one in told.words if one.key.endswith("category")]
    assert words[:2] == ["THEFT", "LOST DOG"]
    assert "SEE JONES" not in words
    assert told.others == 1
    assert "Caller Name" in told.unread
    assert len(words) <= WORDS
