"""What is not a photo and not a link, or pretends to be one: a clear answer each time, and nothing breaks."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from channels.local.messages import LocalKind, LocalMessage, message_record
from core.ports import RawUpdate
from tests.journeys.pictures import huge_picture, photo
from tests.journeys.stage import Stage

POST = "https://www.facebook.com/phuong1/posts/1001"
ZALGO = "h\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b" * 60
MARKUP = "<script>alert(1)</script> *đậm* _nghiêng_ [x](javascript:1) {you} {unit} %s ${HOME} \\n"


async def test_a_pdf_is_not_recorded_and_says_what_to_send(stage: Stage) -> None:
    hanh = stage.hanh
    answer = await hanh.sends_file("bao-cao.pdf")
    assert answer == (
        "Dạ, em chưa ghi nhận tệp PDF này, vì em chỉ nhận ảnh hoặc đường dẫn. "
        "Anh/chị chụp màn hình rồi gửi lại giúp em nhé."
    )
    assert "0/1" in await hanh.says("tôi còn thiếu gì")
    stage.reads_as_written("Gửi tệp PDF", hanh)


@pytest.mark.parametrize(
    ("name", "what"),
    [("bai.docx", "tệp DOCX"), ("clip.mp4", "video"), ("ghi-am.m4a", "âm thanh"), ("khong duoi", "tệp")],
)
async def test_other_files_are_called_by_their_name(stage: Stage, name: str, what: str) -> None:
    assert f"em chưa ghi nhận {what} này, vì" in await stage.hanh.sends_file(name, b"abc")


async def test_a_pdf_with_a_link_in_its_caption_counts_the_link_only(stage: Stage) -> None:
    hanh = stage.hanh
    answer = await hanh.sends_file("bao-cao.pdf", caption=f"Link đây ạ {POST}")
    assert "Đã nhận 1 đường dẫn" in answer and "chưa ghi nhận tệp PDF này" in answer
    assert "Tuần 47: 1/1, đã đủ." in answer
    stage.reads_as_written("Tệp PDF kèm đường dẫn", hanh)


async def test_a_text_file_renamed_to_jpg(stage: Stage) -> None:
    hanh = stage.hanh
    assert "bên trong không phải là ảnh" in await hanh.sends_file("anh.jpg", "Đây là chữ".encode())
    assert "bên trong không phải là ảnh" in await hanh.sends_pictures(b"<html>khong phai anh</html>")
    assert "✅ Đã nhận 1 ảnh" in await hanh.sends_pictures(b"\x00" * 99, photo("thật"))
    stage.reads_as_written("Tệp chữ đổi tên thành ảnh", hanh)


async def test_a_picture_of_12000_by_12000_points(stage: Stage) -> None:
    hanh = stage.hanh
    assert "khổ ảnh quá lớn" in await hanh.sends_pictures(huge_picture())
    stage.reads_as_written("Ảnh quá khổ", hanh)


async def test_half_a_picture(stage: Stage) -> None:
    assert "bị hỏng giữa chừng" in await stage.hanh.sends_pictures(photo("bài")[:600])


async def test_a_picture_of_one_point_is_a_picture(stage: Stage) -> None:
    out = BytesIO()
    Image.new("RGB", (1, 1)).save(out, "PNG")
    assert "Đã nhận 1 ảnh" in await stage.hanh.sends_pictures(out.getvalue())


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("http://localhost:8080/bai", "mạng nội bộ"),
        ("http://192.168.1.10/bai", "địa chỉ"),
        ("https://ten:matkhau@vi-du.vn/bai", "tên đăng nhập"),
        (f"https://vi-du.vn/{'a' * 4050}", "dài quá"),
    ],
)
async def test_a_link_that_others_cannot_open_is_refused_with_the_reason(stage: Stage, link: str, why: str) -> None:
    answer = await stage.hanh.says(link)
    assert "chưa ghi nhận đường dẫn này" in answer and why in answer
    assert "✅" not in answer


@pytest.mark.parametrize(
    "text",
    [
        MARKUP,
        ZALGO,
        "\u202eabc\u202c\u200b\u200d\ufeff",
        "\x00\x07\x1b[31mđỏ",
        "  \n\n . \n",
        "🇻🇳" * 500,
        "'; DROP TABLE--",
    ],
)
async def test_odd_texts_get_a_plain_answer(stage: Stage, text: str) -> None:
    assert (await stage.hanh.says(text)).startswith("Dạ, anh/chị cứ gửi ảnh hoặc đường dẫn vào đây")
    assert "Tuần 47: 1/1, đã đủ." in await stage.hanh.sends_photo("bài")


async def test_decomposed_letters_are_the_same_letters(stage: Stage) -> None:
    decomposed = "to\u0302i co\u0300n thie\u0302\u0301u gi\u0300"
    assert "còn thiếu 1" in await stage.hanh.says(decomposed)
    assert "xã Tân Lập" in await stage.nam.says("/moi Ta\u0302n La\u0323\u0302p")


async def test_what_a_stranger_types_reaches_the_coordinator_as_one_harmless_line(stage: Stage) -> None:
    stranger, nam = stage.somebody("la", "Người lạ"), stage.nam
    await stranger.says("xin chào")
    await stranger.says("Tân Lập")
    await stranger.says(f"Đông Hà\n\n{MARKUP}\u202e{ZALGO}")
    heard = nam.hears()
    assert "\n" not in heard and "\u202e" not in heard
    assert "{you}" in heard  # kept as typed, never filled in
    assert len(heard) < 500


async def test_100_kb_of_text(stage: Stage) -> None:
    hanh = stage.hanh
    text = "rất dài " * 12_500
    draft = LocalMessage(10**6, "hanh", stage.now, LocalKind.TEXT, text=text)
    await stage.is_given(RawUpdate("long-1", "hanh", message_record(draft)))
    assert hanh.hears().startswith("Dạ, anh/chị cứ gửi ảnh hoặc đường dẫn vào đây")
    linked = replace(draft, id=10**6 + 1, text=f"{text} {POST} {text}")
    await stage.is_given(RawUpdate("long-2", "hanh", message_record(linked)))
    assert "Đã nhận 1 đường dẫn" in hanh.hears()


async def test_an_update_of_a_newer_version_is_passed_over(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.is_given(RawUpdate("new-1", "hanh", {"kind": "hologram"}), RawUpdate("new-2", "hanh", {}))
    assert hanh.hears() == ""
    assert "Tuần 47: 1/1, đã đủ." in await hanh.sends_photo("bài")


async def test_of_very_many_links_in_one_text_the_first_fifty_are_taken(stage: Stage) -> None:
    answer = await stage.hanh.says(" ".join(f"https://vi-du.vn/{number}" for number in range(150)))
    assert "Đã nhận 50 đường dẫn" in answer
    assert "BC-1 đến BC-50" in answer
    assert len(answer) < 400
