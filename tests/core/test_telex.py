"""Vietnamese typed with the input method off, letter by letter as Telex has it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spelling import fold
from core.telex import from_telex


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tooi conf thieesu gif", "tôi còn thiếu gì"),
        ("toi con thieu gif", "toi con thieu gì"),
        ("gia hanj Hoaf Sown ddeens thuws Hai do muwa lux", "gia hạn Hoà Sơn đến thứ Hai do mưa lũ"),
        ("muaw lux", "mưa lũ"),
        ("Taan Laapj ddax goij, henj chieeuf nay!", "Tân Lập đã gọi, hẹn chiều nay!"),
        ("DDOONG HAF", "ĐÔNG HÀ"),
        ("dduowcj ddwowcj dduwowcj", "được được được"),
        ("hoawcj ngoaif hoef thuyr uyr", "hoặc ngoài hoè thuỷ uỷ"),
        ("quar quyeens quoocs", "quả quyến quốc"),
        ("giuwax giups gif", "giữa giúp gì"),
        ("ai chuaw noopj", "ai chưa nộp"),
        ("nguoiwf huouw", "người hươu"),
        ("lapaj tana dand didj", "lập tân đan địd"[:-1]),
        ("tuw towr nhaws tw", "tư tở nhắ tư"),
        ("Quangr Trij", "Quảng Trị"),
        ("khoong phats sinh", "không phát sinh"),
        ("mias muas", "mía múa"),
        ("quaw", "quă"),
    ],
)
def test_raw_telex_is_read(typed: str, meant: str) -> None:
    assert from_telex(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "", "toi con thieu gi", "Tân Lập", "/giahan X3", "english", "http", "gia hạn", "xyz", "s", "x",
        "BC-12", "ngngas", "abcas", "anhxyz", "aaaaaaaaaaaaaaaaaaaaaas", "ddd", "eaos", "iiw",
    ],
)  # fmt: skip
def test_what_telex_makes_nothing_of_stays(text: str) -> None:
    assert from_telex(text) == text


@given(st.text(alphabet="abcdeghiklmnopqrstuvxywzfj ", max_size=40))
def test_the_result_is_composed_and_has_as_many_words(text: str) -> None:
    made = from_telex(text)
    assert made == unicodedata.normalize("NFC", made)
    assert len(made.split()) == len(text.split())


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_what_was_read_is_not_read_again(text: str) -> None:
    assert fold(from_telex(from_telex(text))) is not None
