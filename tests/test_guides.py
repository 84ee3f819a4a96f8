"""The guides tell people what to write: every such sentence is understood, and each guide is one page."""

import re
from pathlib import Path

import pytest

from texts.phrases import Phrases

DOCS = Path(__file__).parents[1] / "docs"
GUIDES = ["bi-thu", "dieu-phoi", "quan-tri"]
MOST_LINES = 60
_SAID = re.compile(r"(?<![*])[*]([^*]+)[*](?![*])")


def lines(guide: str) -> list[str]:
    return (DOCS / f"huong-dan-{guide}.md").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("guide", GUIDES)
def test_everything_a_guide_proposes_to_write_is_understood(guide: str) -> None:
    rows = [line.split("|")[2] for line in lines(guide) if line.startswith("|") and "---" not in line]
    said = [words for row in rows for words in _SAID.findall(row)]
    phrases = Phrases()
    assert len(said) >= 5 or guide == "quan-tri"
    assert [words for words in said if phrases.find(words) is None] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_is_one_page_with_a_picture_of_the_program(guide: str) -> None:
    page = lines(guide)
    assert len(page) <= MOST_LINES
    for picture in re.findall(r"\]\(([^)]+[.]png)\)", "\n".join(page)):
        assert (DOCS / picture).is_file()
