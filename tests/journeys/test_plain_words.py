"""Plain words in conversation: one unit asked for, yes and no, thanks, and answers that look like commands."""

import pytest

from tests.journeys.stage import Stage

LATE = "2026-11-22 10:00"


@pytest.mark.parametrize(
    "words", ["ai chưa nộp ở Đông Hà?", "/thieu Đông Hà", "tinh hinh nop o tp dong ha", "/thieu H1"]
)
async def test_who_is_missing_in_one_town(stage: Stage, words: str) -> None:
    hung = stage.hung
    await stage.at("2026-11-18 09:00")
    answer = await hung.says(words)
    assert answer.startswith("Thành phố Đông Hà. Tuần 47, hạn 20:00 Chủ nhật 22/11: 0/3 đơn vị đã đủ, 3 còn thiếu.")
    assert "Hải Lệ" not in answer
    assert "lời nhắc cho 3 đơn vị" in await hung.presses("Nhắc 3 đơn vị")
    await hung.presses("Gửi 3 đơn vị")
    assert "nhờ em nhắc" in stage.lam.hears() and "nhờ em nhắc" not in stage.son.hears()
    await hung.says(words)
    assert "Hồ Văn Lâm" in (calls := await hung.presses("Xem danh sách gọi")) and "Võ Văn Sơn" not in calls


async def test_one_unit_is_nudged_in_own_words(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at("2026-11-18 09:00")
    assert "lời nhắc cho 1 đơn vị" in await nam.says("nhắc Tân Lập giúp tôi")
    await nam.presses("Sửa nội dung")
    assert "“Nhắc anh nộp bài hội nghị trước thứ Năm”" in await nam.says("Nhắc anh nộp bài hội nghị trước thứ Năm")
    assert "gửi lời nhắc đến 1 đơn vị" in await nam.says("gửi đi")
    assert "nhờ em nhắn: “Nhắc anh nộp bài hội nghị trước thứ Năm”" in lam.hears()
    assert "nhờ em nhắn" not in stage.hanh.hears()


async def test_a_unit_out_of_reach_is_neither_listed_nor_nudged(stage: Stage) -> None:
    nam = stage.nam
    for words in ("ai chưa nộp ở thị xã Quảng Trị", "nhắc Hải Lệ", "/danhsachgoi Hải Lệ"):
        assert "chưa thấy đơn vị nào" in await nam.says(words)
    for action in ("missing:tuan:0:X5", "nudge:send:tuan::X5", "nudge:own:tuan::X5", "call_list:tuan:0::X5"):
        assert "không thuộc phạm vi" in await nam.forges(action)
    assert "nhờ em nhắc" not in stage.son.hears()


@pytest.mark.parametrize(
    ("words", "done"),
    [
        ("vâng", True),
        ("Đúng rồi em", True),
        ("ddoongf ys", True),
        ("thôi", False),
        ("đúng", True),
        ("dung", True),
        ("ddungs", True),
        ("Dạ đúng ạ", True),
        ("đừng", False),
        ("Dừng!", False),
        ("dduwngf", False),
        ("hủy", False),
    ],
)
async def test_yes_and_no_in_plain_words(stage: Stage, words: str, done: bool) -> None:
    binh, son = stage.binh, stage.son
    await stage.at(LATE)
    await binh.says("gia hạn Hải Lệ đến thứ Hai, do mưa lũ")
    assert ("đã gia hạn" if done else "không đổi gì") in await binh.says(words)
    assert ("23/11" if done else "22/11") in await son.says("tôi còn thiếu gì")
    assert "cảm ơn" in await binh.says("vâng")  # nothing is asked any more
    assert "20:00 Chủ nhật" in await stage.mai.says("em còn thiếu gì ạ")


@pytest.mark.parametrize(
    "words",
    [
        "gia hạn Hoà Sơn đến thứ Hai, do mưa lũ",
        "gia hạn Hòa Sơn tới t2 vì mưa lũ",
        "gia han hoa son den thu 2, do mưa lũ",
        "Gia hạn giúp tôi xã Hoà Sơn đến thứ Hai nhé, do mưa lũ",
        "cho Hoà Sơn gia hạn đến thứ Hai, do mưa lũ",
        "em gia hạn Hoà Sơn đến thứ Hai giúp anh, do mưa lũ",
        "giahan hoà sơn đến ngày mai do mưa lũ",
        "gia hạn X7 thêm 1 ngày do mưa lũ ạ",
        "lùi hạn hòa sơn đến thứ 2 (23/11) vì mưa lũ",
        "gia hạn Hoà Sơn đến chiều thứ hai do mưa lũ",
        "gia hanj hoaf sown ddeens mai do mưa lũ",
    ],
)
async def test_a_later_deadline_in_everyday_spelling(stage: Stage, words: str) -> None:
    await stage.at(LATE)
    assert await stage.binh.says(words) == (
        "Em gia hạn cho xã Hoà Sơn, tuần 47, đến 20:00 thứ Hai 23/11, lý do: mưa lũ, đúng không ạ?"
    )


@pytest.mark.parametrize("words", ["gia hạn Hà Sơn đến thứ Hai, do mưa lũ", "gia han hoa sn den t2 do mua lu"])
async def test_a_near_name_is_offered_and_nothing_else_is_done(stage: Stage, words: str) -> None:
    binh = stage.binh
    await stage.at(LATE)
    assert "nên chưa làm gì" in await binh.says(words)
    assert binh.is_offered == ["Xã Hoà Sơn (thị xã Quảng Trị)"]
    assert "3 còn thiếu" in await binh.says("ai chưa nộp tuần này")


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("son", "tôi còn thiếu j"),
        ("son", "con thieu k"),
        ("son", "t còn thiếu gì vậy"),
        ("son", "tuần này phải nộp mấy bài"),
        ("son", "tooi noopj ddur chuwa"),
        ("binh", "ds chưa nộp"),
        ("binh", "còn ai chưa nộp k"),
        ("binh", "bn đv chưa nộp"),
        ("binh", "ai chưa gửi bài"),
    ],
)
async def test_short_forms_of_everyday(stage: Stage, who: str, words: str) -> None:
    answer = await getattr(stage, who).says(words)
    assert ("tuần 47: 0/1, còn thiếu 1" if who == "son" else "3 còn thiếu") in answer
    assert "cứ gửi ảnh" not in answer


async def test_a_yes_is_never_for_a_question_without_its_mark_or_an_old_one(stage: Stage) -> None:
    binh, son = stage.binh, stage.son
    await stage.at(LATE)
    await son.says("xin gia hạn đến thứ Hai, do mất điện")
    assert binh.is_offered == ["Đồng ý", "Chưa đồng ý"]
    assert "cảm ơn" in await binh.says("ok")
    assert "22/11" in await son.says("tôi còn thiếu gì")
    await binh.says("gia hạn Hải Lệ đến thứ Hai, do mưa lũ")
    await stage.at("2026-11-22 13:00")
    await binh.says("ok")
    assert "22/11" in await son.says("tôi còn thiếu gì")


async def test_a_yes_is_never_for_what_somebody_else_asked_meanwhile(stage: Stage) -> None:
    binh, son = stage.binh, stage.son
    await stage.at(LATE)
    await binh.says("gia hạn Hải Lệ đến thứ Hai, do mưa lũ")
    await son.says("xin gia hạn đến thứ Tư, do mất điện")
    assert binh.is_offered == ["Đồng ý", "Chưa đồng ý"]
    await binh.says("đúng rồi em")
    assert "22/11" in await son.says("tôi còn thiếu gì")


async def test_thanks_are_answered_and_what_was_offered_stays(stage: Stage) -> None:
    hanh = stage.hanh
    await hanh.sends_photo("bài")
    assert await hanh.says("cảm ơn em nhé") == "Dạ, em cảm ơn anh/chị ạ!"
    assert "đã rút lại" in await hanh.says("2")


async def test_a_reason_that_looks_like_a_command_is_a_reason(stage: Stage) -> None:
    son, binh = stage.son, stage.binh
    await stage.at(LATE)
    await son.says("em xin gia hạn đến thứ Hai ạ")
    assert "lý do: tôi bị ốm" in await son.says("tôi bị ốm")
    await binh.says("gia hạn Hoà Sơn đến thứ Hai")
    assert "lý do: tình hình mưa lũ phức tạp" in await binh.says("do tình hình mưa lũ phức tạp")
    await binh.says("gia hạn Hoà Sơn đến thứ Ba")
    assert "3 còn thiếu" in await binh.says("ai chưa nộp vậy em")  # a question stays a question
    await binh.says("gia hạn Hoà Sơn đến thứ Ba")
    assert "Em miễn tuần 47 cho phường 1" in await binh.says("miễn phường 1 tuần này, do mưa lũ")  # names a unit


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("nhắc tôi lúc 5 giờ chiều", "17:00 thứ Hai 16/11"),
        ("nhắc em sáng mai nhé", "11:30 thứ Ba 17/11"),
        ("lát nữa nhắc lại", "12:00 thứ Hai 16/11"),
        ("nhắc lại lúc 23h", "06:30 thứ Ba 17/11"),
    ],
)
async def test_reminded_when_it_suits(stage: Stage, words: str, at: str) -> None:
    await stage.at("2026-11-16 09:00")
    assert f"nhắc lại anh/chị lúc {at}" in await stage.hanh.says(words)


async def test_a_week_typed_with_the_input_method_off(stage: Stage) -> None:
    son, binh = stage.son, stage.binh
    await stage.at(LATE)
    assert "tuần 47: 0/1, còn thiếu 1" in await son.says("toi con thieu gif vaayj")
    assert "3 còn thiếu" in await binh.says("ai chuwa noopj")
    asked = await binh.says("gia hanj Hoaf Sown ddeens thuws Hai do muwa lux")
    assert "gia hạn cho xã Hoà Sơn, tuần 47, đến 20:00 thứ Hai 23/11, lý do: mưa lũ" in asked
    assert "đã gia hạn" in await binh.says("xacs nhaanj")
    assert "gọi xã Hải Lệ lúc 10:00, hẹn chiều nay. Đến 17:00" in await binh.says(
        "Hair Leej ddax goij, henj chieeuf nay"
    )
    stage.reads_as_written("Quên bật bộ gõ", son, binh)
