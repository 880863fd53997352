"""How the house rules look at the project: its files, its functions, its words."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ("bot", "handlers", "jobs", "templates", "workspace", "benchmarks")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project, new ones too, without what is ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(p for name in sorted(set(names.split("\0"))) if name and (p := ROOT / name).is_file())


def under(*folders: str, suffix: str = ".py") -> list[Path]:
    """The files with this ending in these folders."""
    return [p for p in files() if p.suffix == suffix and name(p).startswith(tuple(f"{f}/" for f in folders))]


def name(path: Path) -> str:
    """A file as a person would name it."""
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> list[str]:
    """The lines of a text file."""
    return path.read_text(encoding="utf-8").splitlines()


@cache
def tree(path: Path) -> ast.Module:
    """What Python makes of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(*folders: str) -> Iterator[tuple[str, Function, int]]:
    """Every function: where it stands, itself, how many lines it takes."""
    for path in under(*folders):
        for node in ast.walk(tree(path)):
            if isinstance(node, Function):
                yield (
                    f"{name(path)}:{node.lineno} {node.name}",
                    node,
                    (node.end_lineno or 0) - node.lineno + 1,
                )


def imports(path: Path) -> set[str]:
    """The modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def sentences(path: Path) -> Iterator[str]:
    """Literals that read like a sentence meant for a person: not docstrings, logs, patterns or SQL."""
    exempt = {id(part) for node in ast.walk(tree(path)) if _not_for_people(node) for part in ast.walk(node)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in exempt:
            text = node.value.strip()
            if re.search(r"\w+ \S*\w.*[.!?]$", text, re.DOTALL) and not re.match(r"[A-Z]{4,} ", text):
                yield f"{name(path)}:{node.lineno} {text[:60]!r}"


def _not_for_people(node: ast.AST) -> bool:
    """A docstring, an assertion, an error for programmers, a log line, a regular expression."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.Raise):
        return "Refused" not in ast.unparse(node)
    if isinstance(node, ast.Call):
        return bool(re.match(r"(log|logger|logging|_log|re)\.", ast.unparse(node.func)))
    return isinstance(node, ast.Assert)


def broad_excepts(*folders: str) -> list[str]:
    """Handlers that catch everything and do not raise it again."""
    return [
        f"{name(path)}:{node.lineno}"
        for path in under(*folders)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or re.search(r"\b(Base)?Exception\b", ast.unparse(node.type)))
        and not any(isinstance(part, ast.Raise) and part.exc is None for part in ast.walk(node))
    ]
