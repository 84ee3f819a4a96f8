"""A link opens one file, for a while, and nobody makes one up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.download_tokens import KEY_BYTES, LONGEST_TOKEN, Download, Shelf, sign, verify

NOW = datetime(2026, 11, 24, 5, tzinfo=UTC)
KEY = bytes(range(KEY_BYTES))
SECOND = timedelta(seconds=1)
FILE = Download(Shelf.DOCUMENT, "ab" * 32, "báo cáo tháng 11.docx", 7, NOW + timedelta(days=3))


def test_what_was_signed_is_what_is_opened() -> None:
    assert verify(KEY, sign(KEY, FILE), NOW) == FILE
    anybody = Download(Shelf.PICTURE, "cd" * 32, "x.jpg", None, NOW + SECOND)
    assert verify(KEY, sign(KEY, anybody), NOW) == anybody


@pytest.mark.parametrize(("moment", "opens"), [(FILE.until - SECOND, True), (FILE.until, False)])
def test_it_is_over_at_its_moment(moment: datetime, opens: bool) -> None:
    assert (verify(KEY, sign(KEY, FILE), moment) is not None) is opens


def test_another_key_opens_nothing() -> None:
    assert verify(bytes(KEY_BYTES), sign(KEY, FILE), NOW) is None


@given(st.data())
def test_a_changed_letter_anywhere_opens_nothing(data: st.DataObject) -> None:
    token = sign(KEY, FILE)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("ABCXYZabcxyz0189-_.").filter(lambda each: each != token[place]))
    assert verify(KEY, token[:place] + letter + token[place + 1 :], NOW) is None


@given(st.text(max_size=200))
def test_whatever_somebody_types_is_answered(text: str) -> None:
    assert verify(KEY, text, NOW) is None


def test_a_token_has_one_spelling_and_an_end() -> None:
    token = sign(KEY, FILE)
    assert verify(KEY, f"{token}=", NOW) is None
    assert verify(KEY, f"{token}é", NOW) is None
    assert verify(KEY, token.replace(".", ""), NOW) is None
    assert verify(KEY, sign(KEY, Download(Shelf.PICTURE, "a" * 64, "x" * LONGEST_TOKEN, None, FILE.until)), NOW) is None


def test_a_signed_name_that_is_no_picture_opens_nothing() -> None:
    assert verify(KEY, sign(KEY, Download(Shelf.PICTURE, "../secret", "x", None, FILE.until)), NOW) is None
