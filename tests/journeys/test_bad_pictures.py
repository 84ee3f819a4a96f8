"""Pictures that pretend, break, move, carry a script or come by the thousand: a clear answer each, nothing lost."""

import re
import struct
import zipfile
import zlib
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from core.trust import Trust
from tests.journeys.pictures import PDF, photo, png
from tests.journeys.stage import Stage
from tests.media.conftest import heic_picture

SCRIPT = "<script>alert(1)</script><?php system($_GET['x']) ?>"


def png_of_size(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG whose header promises so many pixels; a few hundred bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def zip_bomb() -> bytes:
    """Four megabytes of nothing in a few kilobytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("anh.jpg", bytes(4_000_000))
    return out.getvalue()


def with_script(kind: str) -> bytes:
    """A picture that carries a script in its metadata."""
    out, picture = BytesIO(), Image.open(BytesIO(photo("bài có chữ lạ")))
    if kind == "PNG":
        said = PngImagePlugin.PngInfo()
        said.add_text("Comment", SCRIPT, zip=True)
        picture.save(out, "PNG", pnginfo=said)
        return out.getvalue()
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = SCRIPT, SCRIPT  # its description and its author
    picture.save(out, "JPEG", exif=exif, comment=SCRIPT.encode(), xmp=f"<x:xmpmeta>{SCRIPT}</x:xmpmeta>".encode())
    return out.getvalue() + SCRIPT.encode()


def moving() -> bytes:
    """An animated GIF."""
    out = BytesIO()
    frames = [Image.new("P", (60, 60), colour) for colour in (1, 2, 3)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    return out.getvalue()


@pytest.mark.parametrize("size", [(50_000, 50_000), (50_000, 3), (3, 50_000)])
async def test_a_picture_of_50000_points_a_side_is_refused_by_its_header(stage: Stage, size: tuple[int, int]) -> None:
    answer = await stage.hanh.sends_pictures(png_of_size(*size))
    assert "em chưa ghi nhận ảnh này, vì khổ ảnh quá lớn" in answer and "chụp màn hình" in answer
    assert "0/1" in await stage.hanh.says("tôi còn thiếu gì")


async def test_a_picture_that_unpacks_to_far_more_than_it_promises_does_no_harm(stage: Stage) -> None:
    answer = await stage.hanh.sends_pictures(png_of_size(100, 100, bytes(8_000_000)))
    assert ("Đã nhận 1 ảnh" in answer) is not ("bị hỏng giữa chừng" in answer)


async def test_a_zip_bomb_is_refused_whatever_its_name(stage: Stage) -> None:
    hanh = stage.hanh
    assert "bên trong không phải là ảnh" in await hanh.sends_file("anh.jpg", zip_bomb())
    assert "bên trong không phải là ảnh" in await hanh.sends_pictures(zip_bomb())
    assert "chưa ghi nhận tệp ZIP này" in await hanh.sends_file("anh.zip", zip_bomb())
    assert "0/1" in await hanh.says("tôi còn thiếu gì")


@pytest.mark.parametrize("left", [0.5, 0.9, 0.99])
async def test_a_jpeg_cut_short_is_asked_for_again(stage: Stage, left: float) -> None:
    content = photo("bài bị cắt")
    answer = await stage.hanh.sends_pictures(content[: int(len(content) * left)])
    assert "vì ảnh bị hỏng giữa chừng" in answer and "gửi lại giúp em" in answer


async def test_a_pdf_renamed_to_jpg_is_seen_through(stage: Stage) -> None:
    for answer in (await stage.hanh.sends_file("anh.jpg", PDF), await stage.hanh.sends_pictures(PDF)):
        assert "chưa ghi nhận tệp này, vì bên trong không phải là ảnh" in answer and "chụp màn hình" in answer


async def test_an_iphones_heic_is_a_photo_and_what_nobody_can_read_asks_for_a_screenshot(stage: Stage) -> None:
    hanh = stage.hanh
    assert "Đã nhận 1 ảnh" in await hanh.sends_pictures(heic_picture())
    unread = b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif" + bytes(50)
    answer = await hanh.sends_file("IMG_1.HEIC", unread)
    assert "em chưa đọc được kiểu ảnh này" in answer and "chụp màn hình rồi gửi lại" in answer


async def test_a_moving_picture_is_one_photo(stage: Stage) -> None:
    assert "Đã nhận 1 ảnh" in await stage.hanh.sends_pictures(moving())
    assert await stage.compares() == 1


@pytest.mark.parametrize("trust", [Trust(sample=1.0)], ids=["all drawn"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
async def test_a_script_in_a_pictures_metadata_reaches_nobody(stage: Stage, kind: str) -> None:
    hanh, nam = stage.hanh, stage.nam
    assert "Đã nhận 1 ảnh" in await hanh.sends_pictures(with_script(kind))
    await stage.compares()
    assert "BC-1 – phường 1" in await nam.says("/duyet")
    (shown,) = [each for each in stage.platform.messages(nam.chat) if each.from_bot and each.picture]
    assert shown.picture is not None
    (thumbnail,) = [file for file in (stage.media / "thumbnails").rglob("*") if file.is_file()]
    for content in (stage.platform.bot_fetch(shown.picture), thumbnail.read_bytes()):
        assert Image.open(BytesIO(content)).format == "JPEG"
        assert b"script" not in content and b"php" not in content


async def test_a_drawing_with_a_script_is_no_picture(stage: Stage) -> None:
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>".encode()
    assert "bên trong không phải là ảnh" in await stage.hanh.sends_pictures(svg)


@pytest.mark.long
async def test_a_thousand_photos_in_a_minute_are_all_recorded_and_answered_in_few_receipts(stage: Stage) -> None:
    hanh, hai = stage.hanh, stage.hai
    await stage.at("2026-11-16 09:00")
    hanh.hears()
    began = stage.now
    for number in range(1000):
        stage.platform.send_pictures(hanh.chat, [png(f"ảnh {number}")])
    stage.platform.say(hai.chat, "https://vi-du.vn/bai")
    await stage.settles()
    assert stage.now - began < timedelta(minutes=1)
    heard = hanh.hears()
    assert "1/1" in hai.hears()
    assert heard.count("✅") <= 60
    numbered = [range(int(first), int(last) + 1) for first, last in re.findall(r"BC-(\d+) đến BC-(\d+)", heard)]
    alone = {int(number) for number in re.findall(r"BC-(\d+)", heard)}
    assert len(alone.union(*numbered)) == 1000  # each is named in a receipt
    for table, least in (("submission", 1001), ("media", 1000)):
        assert len((await stage.everything())[table]) == least
