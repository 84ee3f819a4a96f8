"""Rules of language that hold in every transcript, whatever was said in it."""

import ast
import re
from pathlib import Path
from unicodedata import is_normalized

import pytest

from tests.journeys.golden import GOLDEN, ROOT

PAGES = [*sorted(GOLDEN.glob("*.md")), *sorted((ROOT / "docs" / "transcripts").glob("*.md"))]
_TURN = re.compile(r"^> (🤖|👤) \d\d:\d\d ")
_N_OF_QUOTA = re.compile(r"\b\d+/\d+(?=, (?:còn thiếu|đã đủ|\d+ still|complete))")
_TWICE = re.compile(r"\b(\w+) \1\b|ạ nhé|nhé ạ|ạ\. ạ|\.\.|,,|\s[,!?;]|\s\.(?![a-z]{3,4}\b)", re.IGNORECASE)
_MEANT_TWICE = {"liền liền", "tên tên"}


def said_by_the_bot(page: Path) -> list[str]:
    """Every message of the bot on a page, buttons included, line breaks kept."""
    messages: list[str] = []
    bot = False
    for line in page.read_text(encoding="utf-8").split("\n"):
        if found := _TURN.match(line):
            bot = found[1] == "🤖"
            if bot:
                messages.append(line[found.end() :].rstrip())
        elif bot and line.startswith("> "):
            messages[-1] += "\n" + line[2:].rstrip()
    return messages


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_line_reads_well(page: Path) -> None:
    for message in said_by_the_bot(page):
        assert is_normalized("NFC", message), message
        for line in message.split("\n"):
            first = (
                line.removeprefix("• ").removeprefix("⛔ ").removeprefix("⚠️ ").removeprefix("✅ ").removeprefix("… ")
            )
            assert not first[:1].islower() or line.startswith("… "), f"begins with a small letter: {line}"
            odd = [found[0] for found in _TWICE.finditer(line) if found[0].casefold() not in _MEANT_TWICE]
            assert not odd, f"{odd} in: {line}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_receipt_has_exactly_one_n_of_quota(page: Path) -> None:
    for message in said_by_the_bot(page):
        if message.startswith(("✅ Đã nhận", "✅ Received", "Ảnh này", "Đường dẫn này")):
            assert len(_N_OF_QUOTA.findall(message)) == 1, message


def test_every_golden_conversation_belongs_to_a_journey() -> None:
    journeys = {
        node.name.removeprefix("test_")
        for path in Path(__file__).parent.glob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.AsyncFunctionDef)
    }
    assert {page.stem for page in GOLDEN.glob("*.md")} - journeys == set()
