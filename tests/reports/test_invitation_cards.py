"""Cards to cut out: every word on paper in its letters, every square readable, every place on a page of its own."""

import shutil
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from core.invitations import Card, CardSheet, Place
from core.ports import Words
from core.roster import SeatKind
from reports.files import NotWritten
from reports.invitation_cards import A_PAGE, cards_book, cards_pdf, modules, write_cards
from tests.reports.facts import ZONE
from tests.reports.qr_reader import read_qr
from texts.catalogue import LANGUAGES
from texts.report import ReportTexts

TEXTS = ReportTexts(Words("Tỉnh Quảng Trị"), ZONE)
TOWN, PROVINCE = Place(1, "Thành phố Đông Hà", "Tỉnh Quảng Trị"), Place(2, "Tỉnh Quảng Trị")
LINK = "https://t.me/nhacnop_quangtri_bot?start=7K3M9QX2B4TWZ"
CODE = "7K3M-9QX2-B4TWZ"
UNTIL = datetime(2026, 12, 16, tzinfo=UTC)

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")


def card(unit: str = "Phường Đông Lễ", member: str = "Nguyễn Thị Hạnh", place: Place = TOWN, **ways: str) -> Card:
    return Card("X1", unit, place, SeatKind.SECRETARY, member, CODE, **ways)


def sheet(*cards: Card) -> CardSheet:
    return CardSheet(cards, UNTIL)


def pages(content: bytes) -> list[str]:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return told.stdout.decode().split("\f")[:-1]


def in_one_line(page: str) -> str:
    return " ".join(page.split())


@pytest.mark.parametrize("content", [LINK, CODE, "https://zalo.me/s/bot-creator/1234567890", "ư", "A" * 100])
def test_a_square_says_what_was_put_in(content: str) -> None:
    assert read_qr(modules(content)) == content


@needs_poppler
def test_a_card_names_unit_and_person_and_says_how_to_come_in() -> None:
    [page] = pages(cards_pdf(sheet(card(link=LINK)), TEXTS))
    told = in_one_line(page)
    for words in ("Thành phố Đông Hà (Tỉnh Quảng Trị)", "Phường Đông Lễ", "Đầu mối: Nguyễn Thị Hạnh", CODE, LINK,
                  "đến hết ngày 16/12/2026", "Trang 1/1", "quét hình vuông"):  # fmt: skip
        assert words in told, words


@needs_poppler
def test_without_a_link_the_code_is_to_be_typed() -> None:
    [page] = pages(cards_pdf(sheet(card(), card(bot="zalo-1", bot_link="https://zalo.me/b")), TEXTS))
    told = in_one_line(page)
    assert "Mở trợ lý của Tỉnh Quảng Trị" in told
    assert "https://zalo.me/b" in told


@needs_poppler
def test_each_place_begins_on_a_new_page_and_fills_as_many_as_it_needs() -> None:
    cards = [card(f"Phường {number}", link=LINK) for number in range(A_PAGE + 1)]
    told = list(map(in_one_line, pages(cards_pdf(sheet(*cards, card("Tỉnh", place=PROVINCE)), TEXTS))))
    assert [("Trang 1/2" in page, "Trang 2/2" in page, "Trang 1/1" in page) for page in told] == [
        (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip
    assert [page.count(CODE) for page in told] == [A_PAGE, 1, 1]
    assert "Thành phố Đông Hà" not in told[2]


@needs_poppler
def test_names_of_any_length_stay_within_their_card() -> None:
    long = "Xã " + " ".join(["Hướng Hiệp"] * 18)
    [page] = pages(cards_pdf(sheet(card(long, "Công Tằng Tôn Nữ " * 5, link=LINK + "x" * 90), card()), TEXTS))
    assert page.count(CODE) == 2


@needs_poppler
def test_what_is_printed_is_read_by_a_camera(tmp_path: Path) -> None:
    """The page as points, the square found by its three corners, its modules sampled in their middles."""
    (tmp_path / "page.pdf").write_bytes(cards_pdf(sheet(card(link=LINK)), TEXTS))
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-singlefile", "page.pdf", "page"], cwd=tmp_path, check=True)
    with Image.open(tmp_path / "page.pgm") as image:
        dark = image.point(lambda value: 255 if value < 128 else 0)
        width, height = dark.size
        half = dark.crop((int(width * 0.31), int(height * 0.18), int(width * 0.49), int(height * 0.312)))
    box = half.getbbox()
    assert box is not None
    square = half.crop(box)
    count = len(modules(LINK))
    step = square.width / count
    assert abs(square.width - square.height) <= 2 and step > 3
    read = [
        [square.getpixel((int((column + 0.5) * step), int((row + 0.5) * step))) == 255 for column in range(count)]
        for row in range(count)
    ]
    assert read_qr(read) == LINK


def test_the_same_cards_give_the_same_bytes() -> None:
    cards = sheet(card(link=LINK), card("Xã Cam An"))
    assert cards_pdf(cards, TEXTS) == cards_pdf(cards, TEXTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_book_has_the_same_codes_for_handing_on_in_a_chat(language: str) -> None:
    book = openpyxl.load_workbook(
        BytesIO(cards_book(sheet(card(link=LINK), card("=1+1")), ReportTexts(Words(), ZONE, language)))
    )
    assert isinstance(book.active, Worksheet)
    header, first, second = book.active.iter_rows(values_only=True)
    assert header[0] == {"vi": "Mã đơn vị", "en": "Unit code"}[language]
    assert first[1:] == (
        "Phường Đông Lễ",
        {"vi": "Đầu mối", "en": "Person in charge"}[language],
        "Nguyễn Thị Hạnh",
        CODE,
        LINK,
    )
    assert (second[1], second[5]) == ("=1+1", None)


def test_both_files_are_written_or_it_is_said_why_not(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    files = write_cards(sheet(card(), card()), TEXTS, tmp_path, "phieu", lambda done, of: told.append((done, of)))
    assert [file.name for file in files] == ["phieu.pdf", "phieu.xlsx"]
    assert files[0].read_bytes().startswith(b"%PDF")
    assert told == [(1, 2), (2, 2)]
    (tmp_path / "there.pdf").mkdir()
    with pytest.raises(NotWritten):
        write_cards(sheet(card()), TEXTS, tmp_path, "there")
