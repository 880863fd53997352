"""A force's system that writes into a drop folder while it is being read, run as a process of its own.

It appends row after row, in pieces that end anywhere; it renames each full file and begins the next; and it
puts whole files in the place of others.
"""

import os
import sys
from pathlib import Path

HEADS = {"incidents": "ref,at,what,unit\n", "crimes": "ref,at,what,source\n"}
ROWS = {
    "incidents": "{n},2026-11-20T10:00:00Z,theft number {n} as it was first told,powys\n",
    "crimes": "NC/{n}/26,2026-11-20T10:00:00Z,theft number {n} as it was recorded,20261120-{n}\n",
}
FAR = 1_000_000  # the numbers of what is replaced, beyond those of what grows
MOST = 500  # files
PIECE = 17  # bytes: no row ends with a piece, but by chance


def grow(folder: Path, kind: str, file: int, numbers: range) -> None:
    """A file that grows in pieces under one name and is complete under another."""
    text = HEADS[kind] + "".join(ROWS[kind].format(n=n) for n in numbers)
    growing = folder / f"growing-{file}.csv"
    with growing.open("w", encoding="utf-8", buffering=1) as out:
        for at in range(0, len(text), PIECE):
            out.write(text[at : at + PIECE])
            out.flush()
    growing.rename(folder / f"done-{file}.csv")


def replace(folder: Path, kind: str, numbers: range) -> None:
    """The newest picture, put whole in the place of the one before."""
    beside = folder / "picture.part"
    beside.write_text(HEADS[kind] + "".join(ROWS[kind].format(n=n) for n in numbers), encoding="utf-8")
    os.replace(beside, folder / "picture.csv")


def main(folder: Path, kind: str, rows: int) -> None:
    """Write files of so many rows until the reader has seen enough; the last says how many there are."""
    for file in range(MOST):
        numbers = range(file * rows, (file + 1) * rows)
        grow(folder, kind, file, numbers)
        replace(folder, kind, range(FAR + numbers.start, FAR + numbers.stop))
        if (folder / "enough").exists():
            break
    (folder / "over.part").write_text(str(file + 1), encoding="utf-8")
    (folder / "over.part").rename(folder / "over")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
