"""The catalogues: which sentences the templates hold, and whether each is said in every other language.

The English sentences are the source; `templates/locale/<language>/LC_MESSAGES/cofnod.po` holds the others.
They are compiled in memory at the start: no compiled file to forget.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = "en"
METHODS = [("**.j2", "jinja2.ext:babel_extract"), ("**.html", "jinja2.ext:babel_extract")]
_JINJA = {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}
OPTIONS = {"**.j2": _JINJA, "**.html": _JINJA}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
WIDTH = 110
_HOLE = re.compile(r"%\(\w+\)s")
_STRAY = re.compile(r"%(?!\(\w+\)s|%)")


def files(folder: Path) -> dict[str, Path]:
    """The catalogue of each language that has one."""
    found = sorted((folder / "locale").glob("*/LC_MESSAGES/cofnod.po"))
    return {path.parent.parent.name: path for path in found}


def read(path: Path) -> Catalog:
    """A catalogue as it stands in its file."""
    return _read(path.read_bytes(), path.parent.parent.name)


def translations(path: Path) -> NullTranslations:
    """A catalogue compiled in memory."""
    return GNUTranslations(BytesIO(_compiled(path.read_bytes(), path.parent.parent.name)))


def _read(text: bytes, language: str) -> Catalog:
    return read_po(BytesIO(text), locale=language, domain="cofnod")


@lru_cache(maxsize=4)
def _compiled(text: bytes, language: str) -> bytes:
    """The same words are compiled once in a process, however often somebody wants to speak them."""
    compiled = BytesIO()
    write_mo(compiled, _read(text, language))
    return compiled.getvalue()


def source(folder: Path) -> Catalog:
    """Every sentence of the templates, with where it stands and what its translator should know."""
    catalog = Catalog(project="Cofnod", domain="cofnod", charset="utf-8")
    found = extract_from_dir(
        folder, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=["Translators:"], strip_comment_tags=True
    )
    for file, _, message, comments, context in sorted(found, key=lambda each: each[:2]):
        catalog.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return catalog


def extract(folder: Path) -> Iterator[tuple[Path, int]]:
    """Bring every catalogue up to date and tell how many sentences each still lacks."""
    template = source(folder)
    for path in files(folder).values():
        catalog = read(path)
        # Babel would put a date into the head, and every run would change the file
        head = path.read_text().strip().partition("\n\n")[0]
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        body = BytesIO()
        write_po(body, catalog, width=WIDTH, omit_header=True, include_lineno=False, sort_by_file=True)
        path.write_text(f"{head}\n\n{body.getvalue().decode().strip()}\n")
        yield path, sum(1 for message in catalog if message.id and not _complete(catalog, message))


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _complete(catalog: Catalog, message: Message) -> bool:
    strings = _strings(message)
    forms = catalog.num_plurals if message.pluralizable else 1
    return len(strings) == forms and all(strings)


def faults(folder: Path) -> Iterator[str]:
    """What is wrong with the catalogues, a line each; nothing where all is well."""
    template = source(folder)
    for message in template:
        if any(_STRAY.search(text) for text in _ids(message)):
            yield f"{message.id!r}: write values as %(name)s"
    for language, path in files(folder).items():
        catalog = read(path)
        for message in template:
            if message.id:
                yield from (f"{language}: {message.id!r}: {fault}" for fault in _wrong(catalog, message))
        known = {message.id for message in template}
        left = [*(m.id for m in catalog if m.id and m.id not in known), *catalog.obsolete]
        yield from (f"{language}: {each!r}: no template says this any more" for each in left)


def _wrong(catalog: Catalog, message: Message) -> Iterator[str]:
    theirs = catalog.get(message.id, message.context)
    if theirs is None:
        yield "not in the catalogue"
    elif not _complete(catalog, theirs):
        yield "not translated in every form"
    else:
        if theirs.fuzzy:
            yield "marked fuzzy"
        wanted = {hole for text in _ids(message) for hole in _HOLE.findall(text)}
        for text in _strings(theirs):
            if (set(_HOLE.findall(text)) ^ wanted) - {"%(num)s"} or _STRAY.search(text):
                yield f"other values in {text!r}"
