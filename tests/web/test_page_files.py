"""The page's files: every text they ask for exists, nothing comes from elsewhere, nobody's words become markup."""

import re
import unicodedata
from pathlib import Path

import pytest

from texts.page import page_texts

TEXTS = Path(__file__).parents[2] / "texts"
PAGE = Path(__file__).parents[2] / "web" / "page"
SCRIPTS = sorted(PAGE.glob("scripts/*.js"))
STYLES = sorted(PAGE.glob("styles/*.css"))
HTML = (PAGE / "index.html").read_text(encoding="utf-8")
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in [*SCRIPTS, *STYLES, PAGE / "index.html"]}


def asked_for() -> set[str]:
    """Every key in a `data-t` of the page or a `t("…")` of a script."""
    keys = set(re.findall(r'data-t(?:-\w+)?="([^"]+)"', HTML))
    for path in SCRIPTS:
        source = path.read_text(encoding="utf-8")
        keys |= set(re.findall(rf'"((?:{sections()})\.[a-z_0-9]+)"', source))
    return keys


def sections() -> str:
    """The first parts of the keys, as a pattern."""
    return "|".join(sorted({key.partition(".")[0] for key in page_texts("vi")}))


def patterns() -> list[str]:
    """Keys with a part filled in, such as `coming.${kind}`."""
    found = re.findall(rf"`((?:{sections()})\.[^`]*\$\{{[^`]+)`", "\n".join(SOURCES.values()))
    return [re.sub(r"\$\{[^}]+\}", ".+", pattern).replace(".", r"\.", 1) for pattern in found]


def test_every_text_that_the_page_asks_for_exists() -> None:
    assert asked_for() - page_texts("vi").keys() == set()


def test_every_text_is_asked_for() -> None:
    used = asked_for() | {"demo.admin_name"}
    filled_in = [re.compile(pattern) for pattern in patterns()]
    unused = {key for key in page_texts("vi") if key not in used and not any(p.fullmatch(key) for p in filled_in)}
    assert unused == set()


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_nothing_is_loaded_from_elsewhere(name: str) -> None:
    addresses = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", SOURCES[name])
    assert [address for address in addresses if not address.endswith("www.w3.org")] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_nobodys_words_can_become_markup_or_code(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for danger in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "javascript:",
    ):
        assert danger not in source


def test_the_page_has_no_script_or_style_inside_it() -> None:
    assert re.findall(r"<script(?![^>]*\bsrc=)", HTML) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", HTML) == []


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=lambda path: path.name)
def test_a_file_of_the_page_answers_one_question_in_bearable_length(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= (700 if path.suffix == ".css" else 250)


def test_every_icon_that_is_used_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (PAGE / "icons.svg").read_text(encoding="utf-8")))
    used = set(re.findall(r"icons\.svg#(\w+)", HTML))
    for path in SCRIPTS:
        used |= set(re.findall(r'\bicon\("(\w+)"', path.read_text(encoding="utf-8")))
    assert used - drawn == set()
    assert {"MET", "LATE", "OPEN", "AT_RISK", "GRACE", "MISSED", "EXCUSED", "VACANT", "NOT_YET"} <= drawn


def test_every_sign_that_the_bot_uses_is_drawn_because_not_every_machine_has_letters_for_it() -> None:
    bubbles = SOURCES["bubbles.js"]
    files = ((TEXTS / f"{language}.yaml").read_text(encoding="utf-8") for language in ("vi", "en"))
    said = "".join(text.partition("\nphrases:")[0] for text in files)  # what comes below is heard, not said
    signs = {letter for letter in said if unicodedata.category(letter) == "So" and letter not in "°©®™"}
    assert {"✅", "⛔", "⚠", "📵"} <= signs
    names = dict(re.findall(r'"(\W)": "(\w+)"', bubbles))
    assert signs <= names.keys()
    marked = next(line for line in bubbles.splitlines() if line.startswith("const MARKED"))
    assert all(sign in marked for sign in names)
    assert set(names.values()) <= set(
        re.findall(r'<symbol id="(\w+)"', (PAGE / "icons.svg").read_text(encoding="utf-8"))
    )


def test_every_font_that_is_named_lies_in_the_package_with_its_licence() -> None:
    named = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', SOURCES["base.css"])
    assert named
    assert [name for name in named if not (PAGE / name).is_file()] == []
    assert "SIL Open Font License" in (PAGE / "fonts" / "OFL.txt").read_text(encoding="utf-8")
