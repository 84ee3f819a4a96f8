"""Every text as people read it, in tests/golden: a changed sentence shows as a changed line in review.

`NHACNOP_WRITE_GOLDEN=1` writes the files anew.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.ports import Person, Words
from tests.texts.samples import SAMPLES
from texts.catalogue import load_catalogue
from texts.say import ALWAYS_THERE, Texts

GOLDEN = Path(__file__).parents[1] / "golden"
LONGEST_TEXT = 900
PEOPLE = {
    "vi": (Person("vi", "chi", "Nguyễn Thị Hạnh"), Person("vi", "dong_chi", "Nguyễn Thị Hạnh")),
    "en": (Person("en", "you", "Nguyễn Thị Hạnh"),),
}


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts(Words(organisation="Tỉnh A"), ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.mark.parametrize("language", PEOPLE)
def test_every_placeholder_has_a_sample(language: str) -> None:
    catalogue = load_catalogue(language)
    without = {
        f'"{key}" needs a sample for {{{name}}}'
        for key, template in catalogue.texts.items()
        for name in template.names - ALWAYS_THERE - SAMPLES.keys()
    }
    assert not without, f"add to tests/texts/samples.py: {'; '.join(sorted(without))}"


@pytest.mark.parametrize("language", PEOPLE)
def test_every_text_reads_as_in_the_golden_file(texts: Texts, language: str) -> None:
    path = GOLDEN / f"texts.{language}.md"
    rendered = "\n".join(_page(texts, language)) + "\n"
    if os.environ.get("NHACNOP_WRITE_GOLDEN") == "1":
        path.write_text(rendered, encoding="utf-8", newline="\n")
    golden = path.read_text(encoding="utf-8")
    assert rendered == golden, f"{path.name} differs; run `make golden` and read the difference"


@pytest.mark.parametrize("language", PEOPLE)
def test_every_text_is_short_and_tidy_once_rendered(texts: Texts, language: str) -> None:
    for key in load_catalogue(language).texts:
        for person in PEOPLE[language]:
            said = texts.say(person, key, **SAMPLES)
            assert len(said) <= LONGEST_TEXT, f"{language} {key} has {len(said)} characters"
            assert "  " not in said and not any(line.endswith(" ") for line in said.split("\n")), key


def _page(texts: Texts, language: str) -> Iterator[str]:
    """Markdown: a heading a text, then the text for each form of address that reads differently."""
    yield f"# Every text, {language}"
    for key in load_catalogue(language).texts:
        yield f"\n## {key}\n"
        yield "\n\n".join(_quoted(said) for said in _variants(texts, language, key))


def _variants(texts: Texts, language: str, key: str) -> dict[str, None]:
    """The different renderings, in the order of PEOPLE."""
    return dict.fromkeys(texts.say(person, key, **SAMPLES) for person in PEOPLE[language])


def _quoted(said: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in said.split("\n"))
