"""Every text that the code asks for by a written key exists and gets the values it needs.

Looked at are `say(person, "key", value=...)`, `turn.say("key", ...)`, `turn.answer("key", ...)`, and, with their
texts under "option.", `turn.option("key", ...)` and `texts.label(person, "key", ...)`. A key with a part filled
in, f"receipt.same_{kind}", must fit at least one text; a key that is only a variable cannot be checked here.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from texts.catalogue import LANGUAGES, load_catalogue
from texts.report import report_catalogue
from texts.say import ALWAYS_THERE
from texts.template import Template, parse_template

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "web", "handlers", "scheduler", "reports", "media", "texts")
PREFIXES = {"say": "", "answer": "", "option": "option.", "label": "option."}


@pytest.mark.parametrize("room", ROOMS)
def test_every_call_gives_the_text_what_it_needs(room: str) -> None:
    faults = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {fault}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for call in _calls(ast.parse(path.read_text(encoding="utf-8")))
        for fault in _faults(call, _texts_of(path))
    ]
    assert not faults, "\n" + "\n".join(faults)


def _texts_of(path: Path) -> Mapping[str, Template]:
    """Reports have a catalogue of their own."""
    reports = path.is_relative_to(ROOT / "reports") or path == ROOT / "texts" / "report.py"
    return report_catalogue(LANGUAGES[0]).texts if reports else load_catalogue(LANGUAGES[0]).texts


@pytest.mark.parametrize(
    ("code", "faults"),
    [
        ('texts.say(p, "none")', ['there is no text "none"']),
        ('self.texts.say(p, "week.now", unit=u)', ['"week.now" needs week']),
        ('texts.say(p, "week.now", **x)', []),
        ('turn.say("week.now", unit=u, week=w)', []),
        ('turn.answer("week.past", turn.option("yes", a, 1))', ['"week.past" needs unit']),
        ('texts.label(p, "week.past")', ['there is no text "option.week.past"']),
        ('turn.option("week.past", a)', ['there is no text "option.week.past"']),
        ('turn.say(f"week.{which}", unit=u)', []),
        ('turn.say(f"week.{which}")', ['"week.now" needs unit, week', '"week.past" needs unit']),
        ('turn.say(f"month.{which}")', ['there is no text "month.…"']),
        ('turn.say("week.past" if x else "none", unit=u)', ['there is no text "none"']),
        ("turn.say(key)", []),
    ],
)
def test_a_wrong_key_and_a_missing_value_are_found(code: str, faults: list[str]) -> None:
    texts = {
        "week.now": parse_template("{Unit}, {week}, {me}"),
        "week.past": parse_template("{unit}"),
        "option.yes": parse_template("Đúng"),
    }
    assert [fault for call in _calls(ast.parse(code)) for fault in _faults(call, texts)] == faults


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PREFIXES:
            yield node


def _faults(call: ast.Call, texts: Mapping[str, Template]) -> Iterator[str]:
    assert isinstance(call.func, ast.Attribute)
    given = {keyword.arg for keyword in call.keywords}
    for key in _keys(call.args[:2]):
        pattern = PREFIXES[call.func.attr] + key
        found = [name for name in texts if re.fullmatch(re.escape(pattern).replace("…", r"\w+"), name)]
        if not found:
            yield f'there is no text "{pattern}"'
        lacking = {name: texts[name].names - ALWAYS_THERE - given for name in found}
        if None not in given and all(lacking.values()):
            yield from (f'"{name}" needs {", ".join(sorted(names))}' for name, names in lacking.items())


def _keys(arguments: list[ast.expr]) -> Iterator[str]:
    """The first argument that is a written key: one, both sides of an `if`, or a pattern with … for a value."""
    for argument in arguments:
        branches = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
        keys = [_key(branch) for branch in branches]
        if any(keys):
            yield from (key for key in keys if key)
            return


def _key(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        key = "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        return None if key.startswith("…") else key
    return None
