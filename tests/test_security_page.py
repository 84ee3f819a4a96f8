"""Every line of the threat model names a test, and every test that it names is there."""

import re

from tests.test_project import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def test_every_test_named_is_there() -> None:
    missing = [
        f"{file}::{name}"
        for file, name in NAMED
        if not re.search(rf"^(?:async )?def {name}\(", _source(file), flags=re.MULTILINE)
    ]
    assert missing == []
    assert len(NAMED) > 25


def test_every_line_names_one() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| ---", "| Wants"))]
    assert [line for line in rows if "::test_" not in line] == []


def _source(file: str) -> str:
    path = ROOT / file
    return path.read_text(encoding="utf-8") if path.exists() else ""
