"""Which buttons does the code make? Read from the sources: every call that offers one and names its action."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
ROOMS = ("handlers", "scheduler", "bot")
MAKERS = frozenset({"option", "option_for", "encode"})
"""The functions that make a button."""


def buttons_in_code() -> set[tuple[str, str]]:
    """(action, the first word its button carries), for all whose first word stands in the code itself."""
    files = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return {button for path in files for button in _buttons(ast.parse(path.read_text(encoding="utf-8")))}


def _buttons(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or _name(node.func) not in MAKERS:
            continue
        for position, argument in enumerate(node.args):
            if isinstance(argument, ast.Attribute) and _name(argument.value) == "Action":
                yield from ((argument.attr.lower(), word) for word in _words(node.args[position + 1 :]))


def _words(rest: list[ast.expr]) -> Iterator[str]:
    if not rest:
        yield "-"
        return
    for node in (rest[0].body, rest[0].orelse) if isinstance(rest[0], ast.IfExp) else (rest[0],):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
