"""What a typed message asks for, with and without slash, diacritics, punctuation and politeness."""

import pytest

from texts.catalogue import LANGUAGES, Catalogue, CatalogueError, load_catalogue, read_catalogue
from texts.phrases import Phrases

CATALOGUE = """
weekdays: [a, b, c, d, e, f, g]
months: [a, b, c, d, e, f, g, h, i, j, k, l]
formats: {when: w, time: t, weekly: y, day: d, date: d, and: " and ", week: "week {n}", once: "{title}"}
words: {organisation: o, secretary: s, coordinator: c}
forms: {you: {you: you, me: I, greet: "{name}", nameless: there}}
fillers: [dạ, ạ, em, ơi]
texts: {}
"""
VIETNAMESE = (
    CATALOGUE
    + """
phrases:
  status: [/tiendo, /status, "tôi còn thiếu gì", "còn thiếu gì"]
  missing: [/thieu, "thiếu …"]
  extend: [/giahan, "gia hạn …", "xin gia hạn …"]
  called: ["đã gọi …", "… đã gọi …"]
  away: ["đi vắng"]
"""
)
ENGLISH = (
    CATALOGUE
    + """
phrases:
  status: [/progress, "what is missing"]
  extend: [/extend]
"""
)


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return Phrases([read_catalogue("vi", VIETNAMESE), read_catalogue("en", ENGLISH)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/tiendo", ("status", "")),
        ("/thieu H461", ("missing", "H461")),
        ("/thieu@nhac_nop_bot  Tân Lập \n x", ("missing", "Tân Lập x")),
        ("  /TienDo ", ("status", "")),
        ("/progress", ("status", "")),
        ("/unknown", None),
        ("/", None),
        ("xem /tiendo", None),
    ],
)
def test_a_slash_command_with_its_arguments(phrases: Phrases, text: str, found: object) -> None:
    assert phrases.find(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "tôi còn thiếu gì",
        "toi con thieu gi",
        "TÔI CÒN THIẾU GÌ???",
        "Tôi còn thiếu gì...",
        "còn  thiếu\ngì ?",
        "dạ tôi còn thiếu gì ạ?",
        "Em ơi, còn thiếu gì ạ",
        "“what is missing”",
    ],
)
def test_a_whole_phrase_as_people_type_it(phrases: Phrases, text: str) -> None:
    assert phrases.find(text) == ("status", "")


@pytest.mark.parametrize("text", ["", "   ", "???", "tôi còn thiếu gì nữa", "hôm nay tôi đi vắng", "dạ", "ạ em ơi"])
def test_other_words_name_no_intent(phrases: Phrases, text: str) -> None:
    assert phrases.find(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gia hạn Hoà Sơn đến thứ Hai, do mưa lũ", ("extend", "Hoà Sơn đến thứ Hai, do mưa lũ")),
        ("Xin gia hạn: Hoà Sơn.", ("extend", "Hoà Sơn")),
        ("gia han", ("extend", "")),
        ("tôi gia hạn Hoà Sơn", None),
    ],
)
def test_a_phrase_that_begins_the_message(phrases: Phrases, text: str, found: object) -> None:
    assert phrases.find(text) == found


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Tân Lập đã gọi, hẹn chiều nay", "Tân Lập, hẹn chiều nay"),
        ("đã gọi Tân Lập", "Tân Lập"),
        ("Tan Lap da goi", "Tan Lap"),
        ("đã gọi", ""),
    ],
)
def test_a_phrase_found_anywhere_gives_what_stands_around_it(phrases: Phrases, text: str, rest: str) -> None:
    assert phrases.find(text) == ("called", rest)


def test_no_phrase_may_belong_to_two_intents() -> None:
    other = read_catalogue("en", CATALOGUE + "phrases: {help: ['Toi con thieu gi!']}")
    with pytest.raises(CatalogueError, match='"toi con thieu gi" belongs to both status and help'):
        Phrases([read_catalogue("vi", VIETNAMESE), other])
    with pytest.raises(CatalogueError, match='"/tiendo" belongs to both status and help'):
        Phrases([read_catalogue("vi", VIETNAMESE), read_catalogue("en", CATALOGUE + "phrases: {help: [/tiendo]}")])


def test_a_phrase_without_a_word_is_refused() -> None:
    with pytest.raises(CatalogueError, match=r"phrases\.help"):
        Phrases([read_catalogue("vi", CATALOGUE + "phrases: {help: ['… ?']}")])


def test_the_first_command_of_a_language_is_the_one_to_show(phrases: Phrases) -> None:
    assert phrases.command("status", "vi") == "/tiendo"
    assert phrases.command("status", "en") == "/progress"
    assert phrases.command("missing", "en") == "/thieu"
    assert phrases.command("away", "vi") is None


def test_every_shipped_phrase_is_found_with_its_own_intent() -> None:
    shipped = Phrases()
    for catalogue in map(load_catalogue, LANGUAGES):
        for intent, phrase in _phrases_of(catalogue):
            if "…" in phrase:
                found = shipped.find(phrase.replace("…", "Tân Lập"))
                assert found is not None and found[0] == intent and "Tân Lập" in found[1], phrase
            else:
                assert shipped.find(phrase) == (intent, ""), phrase


def test_every_shipped_command_fits_the_platforms_menus() -> None:
    for catalogue in map(load_catalogue, LANGUAGES):
        for _, phrase in _phrases_of(catalogue):
            if phrase.startswith("/"):
                assert phrase[1:].isascii() and phrase[1:].replace("_", "").isalnum() and phrase.islower(), phrase
                assert 1 < len(phrase) <= 33, phrase


def _phrases_of(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(intent, phrase) for intent, phrases in catalogue.phrases.items() for phrase in phrases]
