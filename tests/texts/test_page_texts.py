"""The page's texts: whole and alike in both languages."""

import re
import unicodedata

import pytest

from texts.catalogue import LANGUAGES
from texts.page import page_texts


def test_both_languages_have_the_same_page_texts() -> None:
    vietnamese, english = (page_texts(language) for language in LANGUAGES)
    assert vietnamese.keys() == english.keys()


def test_both_languages_have_the_same_placeholders() -> None:
    vietnamese, english = (page_texts(language) for language in LANGUAGES)
    differing = {key for key in vietnamese if _placeholders(vietnamese[key]) != _placeholders(english[key])}
    assert differing == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_text_is_tidy_and_in_composed_letters(language: str) -> None:
    for key, text in page_texts(language).items():
        assert text == unicodedata.normalize("NFC", text), key
        assert text and text == text.strip() and "  " not in text, key
        assert "<" not in text and not re.search(r"\{\W|\{\}", text), key


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))
