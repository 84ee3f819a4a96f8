"""How one message becomes calls of the Bot API: long texts, albums, captions, rows of buttons."""

import pytest

from channels.telegram.parts import (
    PICTURE_BYTES,
    UPLOAD_BYTES,
    AlbumPart,
    FilePart,
    TextPart,
    keyboard_of,
    parts_of,
)
from core.ports import Attachment, Option, Outgoing, Refused

YES, NO = Option("Đúng", "yes"), Option("Không", "no")
REPORT = Attachment("Báo cáo.docx", b"PK")


def picture(name: str = "anh.jpg", size: int = 5) -> Attachment:
    return Attachment(name, b"x" * size, picture=True)


def rows(*labels: str) -> list[list[str]]:
    keyboard = keyboard_of([Option(label, "a") for label in labels])
    return [[button["text"] for button in row] for row in keyboard["inline_keyboard"]]


# ---- parts -----------------------------------------------------------------------------------------------------


def test_a_text_that_fits_is_one_part_with_its_buttons() -> None:
    text = "x" * 4096
    assert parts_of(Outgoing(text, (YES,))) == [TextPart(text, (YES,))]


def test_the_buttons_are_under_the_last_part_of_a_long_text() -> None:
    parts = parts_of(Outgoing("\n".join(["x" * 99] * 90), (YES,)))
    assert [isinstance(part, TextPart) and part.options for part in parts] == [(), (), (YES,)]


@pytest.mark.parametrize(("length", "calls"), [(1023, 1), (1024, 1), (1025, 2)])
def test_a_text_of_1024_units_goes_under_its_one_attachment(length: int, calls: int) -> None:
    parts = parts_of(Outgoing("x" * length, (YES,), (REPORT,)))
    assert len(parts) == calls
    if calls == 1:
        assert parts == [FilePart(REPORT, "x" * length, (YES,))]
    else:
        assert parts == [FilePart(REPORT), TextPart("x" * length, (YES,))]


def test_several_pictures_are_an_album_and_the_text_follows_with_the_buttons() -> None:
    pictures = tuple(picture(f"{n}.jpg") for n in range(3))
    assert parts_of(Outgoing("Ba ảnh", (YES,), pictures)) == [AlbumPart(pictures), TextPart("Ba ảnh", (YES,))]


@pytest.mark.parametrize(("count", "albums"), [(10, [10]), (11, [10, 1]), (12, [10, 2]), (21, [10, 10, 1])])
def test_an_album_has_at_most_ten_pictures(count: int, albums: list[int]) -> None:
    parts = parts_of(Outgoing("", (), tuple(picture() for _ in range(count))))
    assert [len(part.pictures) if isinstance(part, AlbumPart) else 1 for part in parts] == albums


def test_attachments_keep_their_order() -> None:
    first, second, last = picture("1.jpg"), picture("2.jpg"), picture("3.jpg")
    parts = parts_of(Outgoing("", (), (first, REPORT, second, last)))
    assert parts == [FilePart(first), FilePart(REPORT), AlbumPart((second, last))]


def test_a_picture_over_ten_megabytes_goes_as_a_file() -> None:
    for size, shown in ((PICTURE_BYTES, True), (PICTURE_BYTES + 1, False)):
        (part,) = parts_of(Outgoing("", (), (picture(size=size),)))
        assert isinstance(part, FilePart)
        assert part.attachment.picture is shown


@pytest.mark.parametrize(
    "message",
    [
        Outgoing(""),
        Outgoing(" \n "),
        Outgoing("", (YES,)),
        Outgoing("", (YES,), (REPORT, REPORT)),
        Outgoing("a", (Option("a", "x" * 65),)),
        Outgoing("a", (Option("a", "ạ" * 22),)),
        Outgoing("a", (Option("a", ""),)),
        Outgoing("a", (), (Attachment("trong.txt", b""),)),
        Outgoing("a", (), (REPORT, Attachment("lon.zip", bytes(UPLOAD_BYTES + 1)))),
    ],
)
def test_what_would_be_refused_half_way_is_refused_before(message: Outgoing) -> None:
    with pytest.raises(Refused):
        parts_of(message)


def test_what_just_fits_is_not_refused() -> None:
    longest = (Option("a", "x" * 64), Option("b", "ạ" * 21))
    largest = Attachment("lon.zip", bytes(UPLOAD_BYTES))
    assert parts_of(Outgoing("a", longest)) == [TextPart("a", longest)]
    assert parts_of(Outgoing("", (YES,), (REPORT,))) == [FilePart(REPORT, "", (YES,))]
    assert parts_of(Outgoing("", (), (REPORT, REPORT))) == [FilePart(REPORT), FilePart(REPORT)]
    assert parts_of(Outgoing("a", (), (largest,))) == [FilePart(largest, "a")]


# ---- buttons ---------------------------------------------------------------------------------------------------


def test_short_buttons_share_a_row_and_long_ones_stand_alone() -> None:
    assert rows("Đúng", "Không") == [["Đúng", "Không"]]
    assert rows("1", "2", "3", "4") == [["1", "2", "3"], ["4"]]
    assert rows("Xem lại", "Chuyển sang tuần 46", "Rút lại") == [["Xem lại"], ["Chuyển sang tuần 46"], ["Rút lại"]]
    assert keyboard_of([YES]) == {"inline_keyboard": [[{"text": "Đúng", "callback_data": "yes"}]]}
