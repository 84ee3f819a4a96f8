"""A question that is open is given up with a plain "thôi": it is never taken for a name, a day or a reason."""

import pytest

from tests.journeys.stage import Stage


@pytest.mark.parametrize("words", ["thôi", "Dạ thôi ạ", "huỷ", "thooi"])
@pytest.mark.parametrize(
    "asks",
    [
        "Tân Lập đổi bí thư là Lê Văn A từ 30/2",
        "/duphong Tân Lập",
        "tạm hoãn Hải Lệ từ 30/2 đến 3/3, do bão",
        "miễn Tân Lập tuần này",
        "gia hạn Tân Lập đến thứ Hai",
        "giải thể Tân Lập từ 30/2",
    ],
)
async def test_a_plain_no_ends_what_was_asked(stage: Stage, asks: str, words: str) -> None:
    khai = stage.khai
    await stage.at("2026-11-18 09:00")
    await khai.says(asks)
    assert "không đổi gì" in await khai.says(words)
    assert "chưa hiểu ý" in await khai.says("Lê Thị Lan")
    assert "Lê" not in await khai.says("/nhatky Tân Lập")


async def test_the_secretary_gives_up_the_handover(stage: Stage) -> None:
    hanh = stage.hanh
    await hanh.says("tôi bàn giao")
    assert "không đổi gì" in await hanh.says("thôi")
    assert "bàn giao" not in await hanh.says("mai")


async def test_a_new_secretary_is_not_called_new(stage: Stage) -> None:
    asked = await stage.nam.says("Tân Lập đổi bí thư mới là Nguyễn Văn An")
    assert "đầu mối xã Tân Lập là Nguyễn Văn An, thay" in asked
