"""What the bot says to one person: form of address, moments, plurals, lists, and what people typed."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ports import Person, Words
from texts.catalogue import Catalogue, load_catalogue
from texts.rendering import LONGEST_VALUE, Sentence, lines, literal, render
from texts.say import TextError, Texts
from texts.template import Placeholder, parse_template

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
HANH = Person("vi", "chi", "Nguyễn Thị Hạnh")
DUE = datetime(2025, 11, 21, 10, 0, tzinfo=UTC)
SENT = datetime(2025, 11, 18, 2, 12, tzinfo=UTC)


@pytest.fixture
def texts() -> Texts:
    return Texts(Words(organisation="Tỉnh A"), VIETNAM)


def shown(source: str, value: object, language: str = "vi") -> str:
    """One placeholder, rendered as in a sentence."""
    (part,) = parse_template(source).parts
    assert isinstance(part, Placeholder)
    return render(part, value, load_catalogue(language), VIETNAM)


def with_text(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    """For this test both catalogues have a text "test.text"."""
    for language in ("vi", "en"):
        catalogue: Catalogue = load_catalogue(language)
        monkeypatch.setitem(dict_of(catalogue), "test.text", parse_template(source))


def dict_of(catalogue: Catalogue) -> dict[str, object]:
    assert isinstance(catalogue.texts, dict)
    return catalogue.texts


def test_a_moment_is_shown_in_the_organisations_zone() -> None:
    assert shown("{due:when}", DUE) == "17:00 thứ Sáu 21/11"
    assert shown("{due:when}", DUE, "en") == "17:00 Friday 21 Nov"
    assert shown("{at:time}", SENT) == "09:12"
    assert shown("{at:day}", SENT) == "thứ Ba 18/11"
    assert shown("{at:date}", SENT) == "18/11/2025"
    assert shown("{at:date}", SENT, "en") == "18 Nov 2025"


def test_the_local_day_counts_not_the_day_in_utc() -> None:
    last_second = datetime(2025, 12, 31, 16, 59, 59, tzinfo=UTC)
    assert shown("{at:date}", last_second) == "31/12/2025"
    assert shown("{at:date}", last_second.replace(hour=17, minute=0, second=0)) == "01/01/2026"


def test_a_day_without_time_is_shown_as_it_is_and_has_no_time() -> None:
    assert shown("{from:day}", date(2025, 11, 23)) == "Chủ nhật 23/11"
    assert shown("{from:date}", date(2025, 11, 3)) == "03/11/2025"
    with pytest.raises(ValueError, match="has no time"):
        shown("{from:when}", date(2025, 11, 23))


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        shown("{due:when}", DUE.replace(tzinfo=None))


def test_a_plural_prints_only_the_word() -> None:
    assert [shown("{n:item|items}", n) for n in (0, 1, 2)] == ["items", "item", "items"]


def test_a_list_is_joined_as_people_speak() -> None:
    assert shown("{items:list}", []) == ""
    assert shown("{items:list}", ["A"]) == "A"
    assert shown("{items:list}", ["A", "B"]) == "A và B"
    assert shown("{items:list}", ("A", "B", "C"), "en") == "A, B and C"


def test_a_capital_in_the_name_asks_for_a_capital_letter() -> None:
    assert shown("{Unit}", "xã An Phú") == "Xã An Phú"
    assert shown("{Unit}", "đơn vị") == "Đơn vị"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{x}", None),
        ("{x}", True),
        ("{x}", DUE),
        ("{x}", ["a"]),
        ("{x:list}", "abc"),
        ("{x:when}", "17:00"),
        ("{x:a|b}", "1"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(source: str, value: object) -> None:
    with pytest.raises(ValueError, match="is n"):
        shown(source, value)


def test_what_people_typed_is_never_read_as_a_template(texts: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    with_text(monkeypatch, "Đã nhận {what} ạ")
    said = texts.say(HANH, "test.text", what="{me} {counted:when} %s {")
    assert said == "Đã nhận {me} {counted:when} %s { ạ"


def test_what_people_typed_becomes_one_harmless_line_of_at_most_200_characters() -> None:
    assert literal("Tân\x00 Lập\r\n0/3\u202e\u200b\ud800") == "Tân Lập 0/3"
    assert literal("a" * LONGEST_VALUE) == "a" * 200
    assert literal("a" * 201) == "a" * 199 + "…"
    assert literal("Hoa\u0300") == "Hoà"


@given(st.text())
def test_no_typed_text_brings_a_line_break_or_a_control_character(typed: str) -> None:
    shown_text = literal(typed)
    assert len(shown_text) <= LONGEST_VALUE
    assert all(ord(character) >= 32 for character in shown_text)
    shown_text.encode("utf-8")


def test_a_sentence_goes_whole_into_another(texts: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    with_text(monkeypatch, "{inner} ạ")
    listing = lines([Sentence("x" * 300), "A\nB"])
    assert texts.say(HANH, "test.text", inner=listing) == "x" * 300 + "\nA B ạ"


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (HANH, "chị Em chị Hạnh"),
        (Person("vi", "dong_chi", "Lê Văn Nam"), "đồng chí Trợ lý đồng chí Nam"),
        (Person("vi", "ban", ""), "bạn Mình bạn"),
        (Person("vi", "your_majesty", "Nam"), "anh/chị Em anh/chị Nam"),
        (Person("en", "anh_chi", "Lê Văn Nam"), "you I Nam"),
        (Person("en", "anh_chi", ""), "you I there"),
        (Person("fr", "thay_co", ""), "thầy/cô Em thầy/cô"),
    ],
)
def test_the_form_of_address_follows_the_person(
    texts: Texts, monkeypatch: pytest.MonkeyPatch, person: Person, said: str
) -> None:
    with_text(monkeypatch, "{you} {Me} {greet}")
    assert texts.say(person, "test.text") == said


def test_the_organisations_form_and_language_stand_in_for_unknown_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    with_text(monkeypatch, "{you}")
    comrades = Texts(Words(), VIETNAM, address_form="dong_chi")
    assert comrades.say(Person("vi", "none"), "test.text") == "đồng chí"
    english = Texts(Words(), VIETNAM, language="en")
    assert english.say(Person("fr", "none"), "test.text") == "you"


def test_the_organisations_own_words_are_used_in_its_own_language(monkeypatch: pytest.MonkeyPatch) -> None:
    with_text(monkeypatch, "{Secretary}, {coordinator}, {organisation}, {hotline}")
    words = Words("Tỉnh A", "bí thư", "cán bộ phụ trách", {"hotline": "0123"})
    texts = Texts(words, VIETNAM)
    assert texts.say(HANH, "test.text") == "Bí thư, cán bộ phụ trách, Tỉnh A, 0123"
    english = load_catalogue("en").words
    assert texts.say(Person("en"), "test.text") == (
        f"{english['secretary'].capitalize()}, {english['coordinator']}, Tỉnh A, 0123"
    )


def test_without_own_words_each_language_uses_the_catalogues(monkeypatch: pytest.MonkeyPatch) -> None:
    with_text(monkeypatch, "{secretary}, {organisation}")
    texts = Texts(Words(), VIETNAM, language="en")
    english, vietnamese = load_catalogue("en").words, load_catalogue("vi").words
    assert texts.say(Person("en"), "test.text") == f"{english['secretary']}, {english['organisation']}"
    assert texts.say(HANH, "test.text") == f"{vietnamese['secretary']}, {vietnamese['organisation']}"


def test_a_text_that_does_not_exist_and_a_missing_value_are_named(
    texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_text(monkeypatch, "{What}")
    with pytest.raises(TextError, match=r'there is no text "test\.nothing"'):
        texts.say(HANH, "test.nothing")
    with pytest.raises(TextError, match=r'the text "test\.text" needs a value for \{what\}'):
        texts.say(HANH, "test.text")
    with pytest.raises(TextError, match=r'the text "test\.text", \{What\}: None is neither'):
        texts.say(HANH, "test.text", what=None)


def test_a_text_missing_in_english_is_said_in_vietnamese(texts: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(dict_of(load_catalogue("vi")), "test.text", parse_template("chào"))
    assert texts.has("test.text")
    assert texts.say(Person("en"), "test.text") == "chào"


def test_values_may_have_the_names_of_says_own_parameters(texts: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    with_text(monkeypatch, "{key} {person} {self}")
    assert texts.say(HANH, "test.text", key=1, person="b", **{"self": "c"}) == "1 b c"


def test_the_catalogues_lie_beside_the_code() -> None:
    folder = Path(__file__).parents[2] / "texts"
    assert {path.stem for path in folder.glob("??.yaml")} == {"vi", "en"}
