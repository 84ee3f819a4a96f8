"""The evidence in the Word document: pictures with number, date and unit, links, placeholders."""

import hashlib
import logging
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx.document import Document as Paper
from docx.oxml.ns import qn
from docx.shared import Mm
from PIL import Image

from core.figures import MonthTable, fold
from core.figures_facts import MonthFacts
from media.store import MediaStore
from reports.word.document import write_document
from tests.reports.conftest import put, screenshot
from tests.reports.facts import A1, A2, UNITS, items, month
from tests.reports.opening import read, words
from texts.report import ReportTexts


def test_the_evidence_has_every_counted_picture_with_number_date_and_unit(paper: Paper, table: MonthTable) -> None:
    photos = [item for item in items() if item.counts and item.url is None]
    assert len(paper.inline_shapes) == len(photos) + 2  # the trend and the heat map
    told = words(paper)
    for item in photos:
        assert f"BC-{item.number}, " in told
    assert "BC-2499" not in told, "a duplicate does not count"
    assert "Xã An Phú – 4 minh chứng" in told
    assert ", muộn" in told


def test_pictures_are_scaled_down_and_keep_their_shape(paper: Paper) -> None:
    shape = paper.inline_shapes[-1]
    assert shape.height / shape.width == pytest.approx(1170 / 540, rel=0.02)
    assert shape.width < Mm(60)
    part = paper.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
    with Image.open(BytesIO(part.blob)) as picture:
        assert picture.format == "JPEG"
        assert max(picture.size) <= 700


def test_a_small_copy_made_before_is_taken_as_it_is(
    table: MonthTable, texts: ReportTexts, media: Path, out: Path
) -> None:
    store = MediaStore(media)
    small = BytesIO()
    Image.new("RGB", (123, 45), "navy").save(small, "JPEG")
    for item in items():
        if item.media_sha:
            store.put_thumbnail(item.media_sha, small.getvalue())
    [file] = write_document(table, texts, store, out, "a")
    with ZipFile(file) as document:
        pictures = {document.read(name) for name in document.namelist() if name[:11] == "word/media/"}
    assert [picture for picture in pictures if picture[:2] == b"\xff\xd8"] == [small.getvalue()]


def test_links_are_links(paper: Paper) -> None:
    targets = {relation.target_ref for relation in paper.part.rels.values() if relation.reltype.endswith("/hyperlink")}
    links = {item.url for item in items() if item.counts and item.url}
    assert targets == links
    shown = {"".join(piece.text or "" for piece in link.iter(qn("w:t"))) for link in
             paper.element.body.iter(qn("w:hyperlink"))}  # fmt: skip
    assert shown == links


def test_what_looks_like_markup_stays_letters(texts: ReportTexts, store: MediaStore, out: Path) -> None:
    names = tuple(replace(unit, name=f"{unit.name} <w:b>&\x07\ud800") for unit in UNITS)
    [file] = write_document(fold(month(units=names)), texts, store, out, "a")
    assert "Xã An Phú <w:b>&" in words(read(file))


def test_an_address_that_is_none_is_shown_and_not_linked(texts: ReportTexts, store: MediaStore, out: Path) -> None:
    odd = tuple(replace(item, url="javascript:alert(1)") if item.url else item for item in items())
    [file] = write_document(fold(month(items=odd)), texts, store, out, "a")
    paper = read(file)
    assert "javascript:alert(1)" in words(paper)
    assert not [relation for relation in paper.part.rels.values() if relation.reltype.endswith("/hyperlink")]


def test_a_missing_and_a_broken_picture_are_placeholders_and_lines_in_the_log(
    table: MonthTable, texts: ReportTexts, media: Path, out: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = [item for item in items() if item.media_sha][:2]
    assert first.media_sha is not None and second.media_sha is not None
    (media / first.media_sha[:2] / f"{first.media_sha[2:]}.jpg").unlink()
    put(media, second.media_sha, b"no picture at all")
    with caplog.at_level(logging.WARNING):
        [file] = write_document(table, texts, MediaStore(media), out, "a")
    told = words(read(file))
    assert "Không tìm thấy tệp ảnh" in told
    assert "Không mở được ảnh" in told
    assert f"item {first.number} " in caplog.text
    assert f"item {second.number} " in caplog.text


def test_a_picture_that_is_still_being_fetched_says_so(texts: ReportTexts, store: MediaStore, out: Path) -> None:
    pending = tuple(replace(item, media_sha=None) if item.url is None else item for item in items())
    [file] = write_document(fold(month(items=pending)), texts, store, out, "a")
    assert words(read(file)).count("Ảnh đang được tải về") == 10


def test_any_kind_of_picture_is_taken(texts: ReportTexts, tmp_path: Path, out: Path) -> None:
    facts = with_pictures(tmp_path / "kinds")
    [file] = write_document(fold(facts), texts, MediaStore(tmp_path / "kinds"), out, "a")
    paper = read(file)
    assert len(paper.inline_shapes) == 4 + 2
    assert "Không mở được ảnh" not in words(paper)


def with_pictures(root: Path) -> MonthFacts:
    """Four photos of one unit: transparent PNG, palette GIF, WEBP, and a JPEG that a phone held upright."""
    photo = items()[0]
    clear, turned = BytesIO(), BytesIO()
    Image.new("RGBA", (300, 500), (0, 0, 255, 0)).save(clear, "PNG")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", (800, 400), "green").save(turned, "JPEG", exif=exif)
    contents = (clear.getvalue(), screenshot(1, "GIF"), screenshot(2, "WEBP"), turned.getvalue())
    found = []
    for number, content in enumerate(contents, 1):
        sha256 = hashlib.sha256(content).hexdigest()
        put(root, sha256, content, "img")
        found.append(replace(photo, number=number, media_sha=sha256))
    return month(items=tuple(found))


def test_a_picture_is_stored_once_however_many_units_hand_it_in(texts: ReportTexts, media: Path, out: Path) -> None:
    photo = next(item for item in items() if item.media_sha)
    same = tuple(replace(photo, number=number, unit=unit) for number, unit in ((1, A1), (2, A2)))
    [file] = write_document(fold(month(items=same)), texts, MediaStore(media), out, "a")
    names = ZipFile(file).namelist()
    assert len([name for name in names if name.endswith(".jpg")]) == 1
    assert len(read(file).inline_shapes) == 2 + 2
