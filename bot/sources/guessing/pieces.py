"""Pieces of a file, spread over it, as text: a large export is known by a few of its parts."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from bot.sources.checks import encoding
from bot.sources.guessing.found import NotAnExport

WHOLE = 4 * 1024 * 1024
HEAD, PIECE, SPREAD = 256 * 1024, 64 * 1024, 24
LOOKED_THROUGH = 64 * 1024 * 1024
_ENCODED = 64 * 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_KINDS = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "spreadsheet"),
    (b"\xd0\xcf\x11\xe0", "spreadsheet"),
    (b"\x1f\x8b", "packed"),
    (b"SQLite format 3", "binary"),
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The text of a file's beginning and of later parts, each cut at lines; `whole` if that is all of it."""

    head: str
    later: tuple[str, ...]
    encoding: str
    why: str
    whole: bool


def pieces(path: Path) -> Pieces:
    """The pieces of a file; raises NotAnExport for a file that is not text, and OSError."""
    if path.is_dir():
        raise NotAnExport("folder", name=path.name)
    raw, whole = _raw(path)
    _refuse_other_kinds(raw[0])
    name, why = _encoding(raw, path)
    head, *later = (_text(piece, name, raw[0]) for piece in raw)
    if not whole:
        head, later = head[: head.rfind("\n") + 1] or head, [_between_lines(text) for text in later]
    return Pieces(head, tuple(later), name, why, whole)


def _raw(path: Path) -> tuple[list[bytes], bool]:
    size = path.stat().st_size
    with path.open("rb") as stream:
        if size <= WHOLE:
            return [stream.read(WHOLE)], True
        found = [stream.read(HEAD)]
        for part in range(1, SPREAD + 1):
            stream.seek((size - PIECE) * part // SPREAD // 2 * 2)
            found.append(stream.read(PIECE))
    return found, False


def _refuse_other_kinds(head: bytes) -> None:
    if not head.strip():
        raise NotAnExport("empty")
    for mark, code in _KINDS:
        if head.startswith(mark):
            raise NotAnExport(code)
    begins = head[:200].lstrip(codecs.BOM_UTF8 + b" \r\n\t").lower()
    if begins.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise NotAnExport("markup")


def _encoding(raw: list[bytes], path: Path) -> tuple[str, str]:
    head = raw[0]
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, "encoding_marked"
    if b"\0" in head[:_ENCODED]:
        return _wide(head[:_ENCODED])
    if all(piece.isascii() for piece in raw):
        raw = [*raw, _first_other_letters(path)]
    if all(piece.isascii() for piece in raw):
        return "utf-8", "encoding_plain"
    if all(_is_utf8(piece) for piece in raw):
        return "utf-8", "encoding_fits"
    return _narrow(raw)


def _wide(head: bytes) -> tuple[str, str]:
    """UTF-16 without a mark: every other byte of plain letters is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    many = len(head) // 5
    if max(even, odd) < many or min(even, odd) > many // 4:
        raise NotAnExport("binary")
    return ("utf-16-le" if odd > even else "utf-16-be"), "encoding_fits"


def _first_other_letters(path: Path) -> bytes:
    """The first part of a file, within limits, that is not all plain letters; else nothing."""
    with path.open("rb") as stream:
        while stream.tell() < LOOKED_THROUGH and (part := stream.read(1024 * 1024)):
            if not part.isascii():
                return part
    return b""


def _is_utf8(piece: bytes) -> bool:
    """Whether a piece is UTF-8, though it may begin and end within a letter."""
    begin = next((at for at in range(4) if not 0x80 <= (piece[at : at + 1] or b"a")[0] < 0xC0), 0)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(piece[begin:])
    except UnicodeDecodeError:
        return False
    return True


def _narrow(raw: list[bytes]) -> tuple[str, str]:
    """An encoding of one byte a letter; that of Windows reads all that Latin 1 writes, and curly quotes."""
    lines = b"\n".join(line for piece in raw for line in piece.split(b"\n") if not line.isascii())[:_ENCODED]
    if sum(byte < 9 or 13 < byte < 32 for byte in lines) > len(lines) // 50:
        raise NotAnExport("binary")
    best = from_bytes(lines, cp_isolation=["cp1252", "latin_1"]).best()
    name = encoding(best.encoding) if best else "iso8859-1"
    return ("cp1252" if _decodes(lines, "cp1252") else name), "encoding_likely"


def _decodes(text: bytes, name: str) -> bool:
    try:
        text.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _text(piece: bytes, name: str, head: bytes) -> str:
    if name == "utf-16" and piece is not head:
        name = "utf-16-le" if head.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    text = piece.decode("utf-8-sig" if name == "utf-8" else name, errors="replace")
    return text.replace("\r\n", "\n") if "\n" in text else text.replace("\r", "\n")


def _between_lines(text: str) -> str:
    """The whole lines of a piece that begins and ends anywhere."""
    begin, end = text.find("\n"), text.rfind("\n")
    return text[begin + 1 : end + 1] if 0 <= begin < end else text
