"""Where a long text is cut, in each platform's own unit, and how answers without buttons stand under it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numbering import numbered
from core.ports import Option, TextUnit
from core.splitting import split, units

UTF16, CHARACTER = TextUnit.UTF16, TextUnit.CHARACTER
YES, NO = Option("Đúng", "yes"), Option("Không phải tôi", "no")


@pytest.mark.parametrize("unit", TextUnit)
@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("một hai", ["một hai"]),
        ("một hai\n\nba bốn năm", ["một hai", "ba bốn năm"]),
        ("một hai\nba bốn năm", ["một hai", "ba bốn năm"]),
        ("một hai ba bốn năm", ["một hai ba", "bốn năm"]),
        ("mộthaibabốnnăm", ["mộthaibabố", "nnăm"]),
        ("a\n\nmột hai ba bốn", ["a\n\nmột hai", "ba bốn"]),  # a cut after "a" would leave the piece nearly empty
    ],
)
def test_a_long_text_is_cut_between_paragraphs_else_lines_else_words(
    text: str, pieces: list[str], unit: TextUnit
) -> None:
    assert split(text, 10, unit) == pieces


def test_no_cut_falls_inside_what_is_seen_as_one_character() -> None:
    family = "\U0001f469\u200d\U0001f467"
    assert split("123456" + family + "789", 10, UTF16) == ["123456", family + "789"]
    assert split("12345678" + family + "789", 10, CHARACTER) == ["12345678", family + "789"]
    for unit in TextUnit:
        assert split("123456789" + "e\u0323\u0302" + "n", 11, unit) == ["123456789", "e\u0323\u0302n"]


@pytest.mark.parametrize("emoji", [2047, 2048, 2049, 4096])
def test_an_emoji_counts_twice_where_units_are_counted_and_once_where_characters_are(emoji: int) -> None:
    assert len(split("🎉" * emoji, 4096, UTF16)) == (1 if emoji <= 2048 else 2)
    assert len(split("🎉" * emoji, 4096, CHARACTER)) == 1


@given(
    st.text(st.sampled_from("aạ🎉\u200d\u0323 \n\u00a0"), max_size=120), st.integers(2, 40), st.sampled_from(TextUnit)
)
def test_nothing_but_blanks_is_lost_in_cutting(text: str, longest: int, unit: TextUnit) -> None:
    pieces = split(text, longest, unit)
    assert all(units(piece, unit) <= longest for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(pieces) or pieces == [""]


def test_answers_without_buttons_stand_numbered_under_the_text() -> None:
    assert numbered("Anh/chị đang phụ trách, đúng không ạ?", (YES, NO), 100, UTF16) == [
        "Anh/chị đang phụ trách, đúng không ạ?\n\n1. Đúng\n2. Không phải tôi"
    ]
    assert numbered("Em chào anh.", (), 100, UTF16) == ["Em chào anh."]


def test_the_numbered_answers_stay_together_under_the_last_piece() -> None:
    pieces = numbered("một hai ba bốn năm", (YES, NO), 30, UTF16)
    assert pieces == ["một hai ba bốn năm", "1. Đúng\n2. Không phải tôi"]
    pieces = numbered("\n".join(["x" * 25] * 2), (YES, NO), 55, UTF16)
    assert pieces[-1].endswith("1. Đúng\n2. Không phải tôi")
    assert all(units(piece, UTF16) <= 55 for piece in pieces)


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=64), max_size=30), st.integers(70, 200))
def test_numbered_pieces_never_exceed_the_limit(text: str, labels: list[str], longest: int) -> None:
    options = tuple(Option(label, "a") for label in labels)
    assert all(units(piece, UTF16) <= longest for piece in numbered(text, options, longest, UTF16))


def test_where_only_blanks_would_stand_before_the_cut_no_piece_is_made() -> None:
    assert split(" " * 12, 10, CHARACTER) == [""]
    assert split(" " * 24 + "một", 10, CHARACTER) == ["một"]
    assert split("một" + " " * 24, 10, CHARACTER) == ["một"]


def test_a_cluster_that_nobody_would_write_is_cut_all_the_same() -> None:
    assert split("a" + "\u0323" * 60, 30, CHARACTER) == ["a" + "\u0323" * 29, "\u0323" * 30, "\u0323"]
