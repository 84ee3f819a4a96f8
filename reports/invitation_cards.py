"""Invitations on paper: a PDF with a card for each person, eight a page, each place beginning on a new page.

A card says who is meant and how to come in; its square holds the link that opens the bot, or else the code. Letters
are outlines of the shipped font, squares are drawn as areas: both print sharply at any size.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from pathlib import Path

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from core.documents import Told
from core.invitations import Card, CardSheet, Place
from reports.files import whole_file
from sheets.writing import write_xlsx
from texts.report import ReportTexts

COLUMNS, ROWS = 2, 4
A_PAGE = COLUMNS * ROWS
"""So many cards are on a page."""

_PLAIN, _BOLD = "NhacNop", "NhacNop-Bold"
_WIDTH, _HEIGHT = A4
_MARGIN = 11 * mm
_HEAD = 25 * mm
_CARD_WIDTH = (_WIDTH - 2 * _MARGIN) / COLUMNS
_CARD_HEIGHT = (_HEIGHT - 2 * _MARGIN - _HEAD) / ROWS
_PAD = 4 * mm
_SQUARE = 34 * mm
_QUIET_MODULES = 4
"""So many white modules must lie around a QR code."""


def _nobody(done: int, total: int) -> None:
    pass


def write_cards(sheet: CardSheet, texts: ReportTexts, folder: Path, name: str, told: Told = _nobody) -> list[Path]:
    """The PDF, and a list of the same codes as a workbook, for whoever hands them on in a chat. Raises NotWritten.

    The same cards give the same PDF, byte by byte. A thousand cards take about twenty seconds.
    """
    paper, book = folder / f"{name}.pdf", folder / f"{name}.xlsx"
    with whole_file(paper) as temporary:
        temporary.write_bytes(cards_pdf(sheet, texts, told))
    with whole_file(book) as temporary:
        temporary.write_bytes(cards_book(sheet, texts))
    return [paper, book]


def cards_pdf(sheet: CardSheet, texts: ReportTexts, told: Told = _nobody) -> bytes:
    """The cards on A4."""
    _letters()
    done = 0
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, lang=texts.language)
    canvas.setTitle(f"{texts.organisation} – {texts.say('invitation.title')}")
    for place, cards in sheet.by_place():
        pages = [cards[first : first + A_PAGE] for first in range(0, len(cards), A_PAGE)]
        for number, page in enumerate(pages, 1):
            _head(canvas, sheet, texts, place, f"{number}/{len(pages)}")
            for position, card in enumerate(page):
                _card(canvas, texts, card, position)
                done += 1
                told(done, len(sheet.cards))
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def cards_book(sheet: CardSheet, texts: ReportTexts) -> bytes:
    """The same codes as a workbook of one sheet."""
    names = ("unit", "unit_name", "seat", "member", "code", "link")
    rows = [
        (card.unit, card.unit_name, texts.say(f"invitation.seat_{card.seat.value}"), card.member, card.code,
         card.link or card.bot_link)
        for _, cards in sheet.by_place()
        for card in cards
    ]  # fmt: skip
    return write_xlsx([texts.say(f"invitation.column_{name}") for name in names], rows)


@cache
def _letters() -> None:
    """Makes the shipped font known, once a process."""
    for name, file in ((_PLAIN, "DejaVuSansCondensed.ttf"), (_BOLD, "DejaVuSansCondensed-Bold.ttf")):
        registerFont(TTFont(name, BytesIO(files("reports").joinpath("fonts", file).read_bytes())))


def _head(canvas: Canvas, sheet: CardSheet, texts: ReportTexts, place: Place, pages: str) -> None:
    number, _, of = pages.partition("/")
    top = _HEIGHT - _MARGIN
    canvas.setFont(_PLAIN, 9)
    canvas.drawString(_MARGIN, top - 9, f"{texts.organisation} – {texts.say('invitation.title')}")
    canvas.drawRightString(_WIDTH - _MARGIN, top - 9, texts.say("invitation.pages", number=number, of=of))
    name = texts.say("invitation.place_above", place=place.name, above=place.above) if place.above else place.name
    _told(canvas, name, _MARGIN, top - 27, _WIDTH - 2 * _MARGIN, _BOLD, 15, lines=1)
    note = texts.say("invitation.note", until=sheet.until)
    _told(canvas, note, _MARGIN, top - 43, _WIDTH - 2 * _MARGIN, _PLAIN, 8.5, lines=2)


def _card(canvas: Canvas, texts: ReportTexts, card: Card, position: int) -> None:
    row, column = divmod(position, COLUMNS)
    left = _MARGIN + column * _CARD_WIDTH
    bottom = _HEIGHT - _MARGIN - _HEAD - (row + 1) * _CARD_HEIGHT
    canvas.setDash(3, 3)
    canvas.setLineWidth(0.4)
    canvas.rect(left, bottom, _CARD_WIDTH, _CARD_HEIGHT)
    canvas.setDash()
    x, top = left + _PAD, bottom + _CARD_HEIGHT - _PAD
    room = _CARD_WIDTH - 2 * _PAD
    y = _told(canvas, card.unit_name, x, top - 12, room, _BOLD, 13, lines=2)
    who = texts.say(f"invitation.{card.seat.value}", name=card.member)
    y = _told(canvas, who, x, y - 2, room, _PLAIN, 9.5, lines=2)
    beside = room - _SQUARE - _PAD
    _square(canvas, card.scanned, left + _CARD_WIDTH - _PAD - _SQUARE, bottom + _PAD + 4 * mm, _SQUARE)
    y = _told(canvas, card.code, x, y - 8, beside, _BOLD, 12.5, lines=1)
    way = "link" if card.link else "bot" if card.bot_link else "code"
    _told(canvas, texts.say(f"invitation.how_{way}"), x, y - 3, beside, _PLAIN, 8, lines=6)
    if link := card.link or card.bot_link:
        _told(canvas, link, x, bottom + _PAD - 3, room, _PLAIN, 6.5, lines=1)


def _told(
    canvas: Canvas, words: str, x: float, y: float, room: float, letters: str, size: float, lines: int
) -> float:  # fmt: skip
    """Write words from this base line down, in as many lines as they take, smaller where they need more than `lines`.

    Returns the base line below them.
    """
    smallest = size * 0.6
    while len(said := _split(words, letters, size, room)) > lines and size > smallest:
        size -= 0.5
    for line in said[:lines]:
        canvas.setFont(letters, size)
        canvas.drawString(x, y, line)
        y -= size * 1.25
    return y


def _split(words: str, letters: str, size: float, room: float) -> list[str]:
    """The words in lines of this width; one that is wider (a link) is broken anywhere."""
    found: list[str] = []
    for line in simpleSplit(words, letters, size, room):
        while stringWidth(line, letters, size) > room:
            fits = next(n for n in range(len(line), 0, -1) if n == 1 or stringWidth(line[:n], letters, size) <= room)
            found.append(line[:fits])
            line = line[fits:]  # noqa: PLW2901 - what is left of it
        found.append(line)
    return found


def _square(canvas: Canvas, content: str, left: float, bottom: float, size: float) -> None:
    """A QR code with its quiet border, `size` wide: dark modules beside each other are one rectangle."""
    rows = modules(content)
    step = size / (len(rows) + 2 * _QUIET_MODULES)
    top = bottom + size - _QUIET_MODULES * step
    path = canvas.beginPath()
    for down, row in enumerate(rows):
        along = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                x = left + (_QUIET_MODULES + along) * step
                path.rect(x, top - (down + 1) * step, width * step, step)
            along += width
    canvas.drawPath(path, stroke=0, fill=1)


def modules(content: str) -> Sequence[Sequence[bool]]:
    """The QR code of a text, row by row; it is still read when a seventh of it is dirty."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(content)
    code.make()
    return [[bool(dark) for dark in row] for row in code.modules]
