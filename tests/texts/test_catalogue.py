"""The shipped catalogues: whole, alike in both languages, plain and tidy."""

import re
import unicodedata

import pytest

from texts.catalogue import LANGUAGES, CatalogueError, load_catalogue, read_catalogue
from texts.say import ALWAYS_THERE

MARKUP = re.compile(r"[*`<>\\]|__|\[[^\]]*\]\(")
SMALL = """
weekdays: [a, b, c, d, e, f, g]
months: [a, b, c, d, e, f, g, h, i, j, k, l]
formats: {when: w, time: t, weekly: y, day: d, date: d, and: " and ", week: "week {n}", once: "{title}"}
words: {organisation: o, secretary: s, coordinator: c}
forms: {you: {you: you, me: I, greet: "{name}", nameless: there}}
fillers: []
phrases: {}
"""


def test_both_languages_have_the_same_texts() -> None:
    vietnamese, english = (set(load_catalogue(language).texts) for language in LANGUAGES)
    assert vietnamese == english


def test_both_languages_have_the_same_placeholders_in_every_text() -> None:
    vietnamese, english = (load_catalogue(language).texts for language in LANGUAGES)
    for key in vietnamese.keys() & english.keys():
        assert vietnamese[key].names - ALWAYS_THERE == english[key].names - ALWAYS_THERE, key


def test_both_languages_have_the_same_intents_and_words() -> None:
    vietnamese, english = (load_catalogue(language) for language in LANGUAGES)
    assert set(vietnamese.phrases) == set(english.phrases)
    assert vietnamese.words.keys() == english.words.keys() >= {"organisation", "secretary", "coordinator"}


def test_the_vietnamese_forms_of_address_are_those_of_the_settings() -> None:
    forms = list(load_catalogue("vi").forms)
    assert forms[0] == "anh_chi"
    assert {"anh", "chi", "dong_chi", "thay_co", "ban"} <= set(forms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_plain_tidy_and_in_composed_letters(language: str) -> None:
    for key, template in load_catalogue(language).texts.items():
        source = template.source
        assert source == unicodedata.normalize("NFC", source), f"{key} is not NFC"
        assert not MARKUP.search(source), f"{key} has markup"
        assert "  " not in source and source == source.strip(), f"{key} has spare spaces"
        assert not any(line != line.strip() for line in source.split("\n")), f"{key} has spaces at a line's end"
        assert len(source) <= 900, f"{key} is too long"


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("texts: {a: 'x {due:whn}'}", "a: {due:whn} has no known format"),
        ("texts: {a: {b: 'x {due'}}", 'a.b: a placeholder is written {name} or {name:format}; see "x {due"'),
        ("texts: {a: no}", "a must be a mapping"),
        ("texts: {no: x}", "a key in texts: False is no text; put it in quotes"),
        ("texts: {a: x, a: y}", 'line 9: "a" stands there twice'),
        ("texts: {a: x}\nnonsense: 1", "there is no section nonsense"),
        ("", "the section 'texts' is missing"),
        ("texts: {a: x", "while parsing a flow mapping"),
    ],
)
def test_a_broken_catalogue_is_refused_with_the_place(texts: str, message: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        read_catalogue("en", SMALL + texts)
    assert "texts/en.yaml: " in str(refused.value)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("f, g]", "f]", "weekdays must hold 7 names, not 6"),
        ("months: [a", "months: [1", "months: 1 is no text; put it in quotes"),
        ("time: t, ", "", "formats must hold exactly when, time, weekly, day, date, and"),
        ("me: I, ", "", "forms.you must hold exactly you, me, greet, nameless"),
        ("fillers: []", "fillers: x", "fillers must be a list"),
    ],
)
def test_a_catalogue_with_a_wrong_section_is_refused(right: str, wrong: str, message: str) -> None:
    with pytest.raises(CatalogueError, match=re.escape(message)):
        read_catalogue("en", SMALL.replace(right, wrong) + "texts: {}")


def test_nested_keys_are_joined_by_dots_and_the_last_line_break_is_dropped() -> None:
    catalogue = read_catalogue("en", SMALL + 'texts: {a: {b: {c: x}}, d.e: y, f: "one\\ntwo\\n"}')
    sources = {key: template.source for key, template in catalogue.texts.items()}
    assert sources == {"a.b.c": "x", "d.e": "y", "f": "one\ntwo"}
