"""A deadline moved by so many days: "thêm 2 ngày cho Tân Lập", "hai bữa"; by whoever decides, or asked for."""

import pytest

from tests.journeys.stage import Stage

LATE = "2026-11-21 09:00"


@pytest.mark.parametrize(
    "words",
    [
        "gia hạn thêm 2 ngày cho Tân Lập, do mưa lũ",
        "gia han them 2 ngay cho tan lap do mua lu",
        "gia hạn 2 ngày cho Tân Lập do mưa lũ",
        "gia hạn Tân Lập hai ngày do mưa lũ",
        "gia hạn Tân Lập 2 ngày nữa do mưa lũ",
        "gia hạn giúp anh thêm 2 bữa cho xã Tân Lập nhé, do mưa lũ",
        "gia hạn đến thứ Ba cho Tân Lập, do mưa lũ",
        "gia hạn tuần này thêm 2 ngày cho Tân Lập, do mưa lũ",
        "cho Tân Lập nộp muộn 2 ngày, do mưa lũ",
        "cho xã Tân Lập nộp trễ 2 hôm do mưa lũ",
    ],
)
async def test_a_deadline_later_by_so_many_days_begins_with_the_usual_confirmation(stage: Stage, words: str) -> None:
    await stage.at(LATE)
    asked = await stage.nam.says(words)
    assert asked.startswith("Em gia hạn cho xã Tân Lập, tuần 47, đến 20:00 thứ Ba 24/11, lý do: ")
    assert stage.nam.is_offered[0] == "Xác nhận"
    assert "22/11" in await stage.lam.says("tôi còn thiếu gì")


async def test_the_name_behind_the_day_may_be_everybody_misspelled_or_left_out(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(LATE)
    assert "3 đơn vị" in await nam.says("gia hạn thêm 2 ngày cho cả cụm, do mưa lũ")
    assert "nên chưa làm gì" in await nam.says("gia hạn thêm 2 ngày cho Tân Lpa, do mưa lũ")
    assert nam.is_offered == ["Xã Tân Lập (thành phố Đông Hà)"]
    asked = await nam.presses("Xã Tân Lập (thành phố Đông Hà)")
    assert "đến 20:00 thứ Ba 24/11, lý do: mưa lũ" in asked
    assert "gia hạn TÊN ĐƠN VỊ" in await nam.says("gia hạn thêm 2 ngày do mưa lũ")


async def test_numbers_that_belong_to_a_name_or_a_day_are_no_spans(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(LATE)
    for words in ("gia hạn phường 1 ngày mai, do mưa", "gia hạn Phường 1 đến thứ 2 ngày 23/11, do mưa"):
        day = "Chủ nhật 22/11" if "mai" in words else "thứ Hai 23/11"
        assert day in await nam.says(words)
        await nam.says("thôi")


@pytest.mark.parametrize(
    "words", ["xin gia hạn 2 ngày", "em xin gia hạn hai ngày ạ", "xin thêm 2 hôm nữa ạ", "cho em nộp trễ 2 bữa nghen"]
)
async def test_a_secretary_who_asks_for_so_many_days_is_asked_only_why(stage: Stage, words: str) -> None:
    await stage.at(LATE)
    assert "xin gia hạn đến 20:00 thứ Ba 24/11 vì lý do gì ạ?" in await stage.lam.says(words)


async def test_who_asks_for_another_day_instead_of_saying_why_is_asked_again(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(LATE)
    await lam.says("xin gia hạn 2 ngày")
    assert "đến 20:00 thứ Tư 25/11 vì lý do gì" in await lam.says("cho em xin thêm ba bữa")
    assert nam.hears().count("xin gia hạn") == 0
    assert "(lý do: em xin thêm thời gian vì mất điện)" in await lam.says("em xin thêm thời gian vì mất điện ạ")
