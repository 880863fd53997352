"""Reads a page as a browser would: balanced tags, unique ids, tables as rows of text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "input", "link"}


@dataclass
class Table:
    """One table: its caption, and its rows of cells, head and foot included."""

    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)


class Read(HTMLParser):
    """A page taken apart; `faults` are tags that do not balance and ids that stand twice."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[Table] = []
        self.text: list[str] = []
        self.sentences: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]
        ids = [attributes["id"] for _, attributes in self.tags if "id" in attributes]
        self.faults += sorted({f"{each} twice" for each in ids if ids.count(each) > 1})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "table":
            self.tables.append(Table())
        elif tag == "tr":
            self.tables[-1].rows.append([])
        elif tag in ("th", "td"):
            self.tables[-1].rows[-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.text.append(data)
        if {"p", "li"} & set(self._open) and "nav" not in self._open:
            self.sentences.append(data)
        if "caption" in self._open:
            self.tables[-1].caption += data
        elif self._open and {"th", "td"} & set(self._open):
            self.tables[-1].rows[-1][-1] += data

    @property
    def words(self) -> str:
        """Everything that is written, on one line."""
        return " ".join(" ".join(self.text).split())

    def table(self, caption: str) -> Table:
        """The table whose caption begins so."""
        return next(each for each in self.tables if each.caption.startswith(caption))

    def column(self, caption: str, place: int) -> list[str]:
        """The cells of a column, without its head."""
        return [row[place].strip() for row in self.table(caption).rows[1:]]
