"""What is said while a reason or a name is waited for: a question is answered as one, never taken for the reason."""

import pytest

from tests.journeys.stage import Stage

LATE = "2026-11-21 09:00"
STILL_OPEN = "Điều em vừa hỏi vẫn chờ anh/chị"


async def test_a_question_is_answered_and_the_reason_is_still_asked_for(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(LATE)
    assert "vì lý do gì" in await nam.says("gia hạn Tân Lập đến thứ Ba")
    assert "0912 000 003" in await nam.says("số điện thoại Tân Lập là số mấy?")
    assert "Thành phố Đông Hà. Tuần 47" in await nam.says("còn ai chưa nộp ở Đông Hà?")
    assert STILL_OPEN in await nam.says("mai có họp không nhỉ?")
    assert "cảm ơn" in await nam.says("ok em")
    assert "không còn minh chứng nào cần xem" in await nam.says("có gì cần duyệt không")
    assert "lý do: mưa lũ, đúng không ạ?" in await nam.says("mưa lũ")
    await nam.presses("Xác nhận")
    assert "lý do: mưa lũ" in lam.hears()
    stage.reads_as_written("Hỏi việc khác khi trợ lý đang chờ lý do", nam)


@pytest.mark.parametrize("words", ["đi họp à?", "sao lại phải có lý do?", "vâng", "cảm ơn em"])
async def test_nothing_is_passed_on_that_is_no_reason(stage: Stage, words: str) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at(LATE)
    nam.hears()
    await lam.says("tuần này không có hoạt động")
    await lam.says(words)
    assert nam.hears() == ""
    assert "(lý do: đi họp trên tỉnh)" in await lam.says("đi họp trên tỉnh")
    assert "đi họp trên tỉnh" in nam.hears()


@pytest.mark.parametrize(
    ("begin", "answer", "then"),
    [
        ("miễn Tân Lập tuần này", "mưa lũ", "lý do: mưa lũ, đúng không"),
        ("tạm hoãn Đông Hà đến 30/11", "bão", "Anh/chị muốn miễn, lùi hạn hay giảm chỉ tiêu"),
        ("/duphong Tân Lập", "Lý Văn Phó", "Lý Văn Phó"),
        ("/doinguoi Tân Lập", "Lý Thị Mới", "Lý Thị Mới"),
    ],
)
async def test_no_reason_and_no_name_ends_in_a_question_mark(stage: Stage, begin: str, answer: str, then: str) -> None:
    nam = stage.nam
    await stage.at(LATE)
    await nam.says(begin)
    assert STILL_OPEN in await nam.says("cái này để làm gì vậy em?")
    assert then in await nam.says(answer)


async def test_the_own_name_is_no_question_either(stage: Stage) -> None:
    hanh = stage.hanh
    await hanh.says("/dulieu")
    await hanh.presses("Sửa thông tin")
    await hanh.presses("Họ tên")
    assert STILL_OPEN in await hanh.says("sửa xong có phải báo ai không?")
    assert "Trần Thị Hạnh Nguyên" in await hanh.says("Trần Thị Hạnh Nguyên")


async def test_words_that_are_passed_on_may_be_a_question(stage: Stage) -> None:
    nam = stage.nam
    await stage.at("2026-11-18 09:00")
    await nam.says("nhắc Tân Lập")
    await nam.presses("Sửa nội dung")
    assert "“Anh gửi bài chưa ạ?”" in await nam.says("Anh gửi bài chưa ạ?")
    await nam.presses("Gửi 1 đơn vị")
    assert "“Anh gửi bài chưa ạ?”" in stage.lam.hears()


async def test_the_day_of_a_handover_is_asked_for_kindly_and_not_for_ever(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await hanh.says("tôi bàn giao cho người khác")
    assert "chưa thấy ngày nào" in await hanh.says("trời mưa quá")
    assert hanh.is_offered == ["Hôm nay", "Ngày mai"]
    assert "gõ “thôi”" in await hanh.says("chị chưa biết nữa")
    assert hanh.is_offered == ["Hôm nay", "Ngày mai"]
    nam.hears()
    assert "không đổi gì" in await hanh.says("thôi")
    assert nam.hears() == ""
    assert "ghi nhận" in await hanh.says("thứ Hai")  # nothing is asked any more
    await hanh.says("tôi bàn giao cho người khác")
    await hanh.says("trời mưa quá")
    assert "từ 23/11/2026" in await hanh.says("thứ Hai")
    stage.reads_as_written("Bàn giao, rồi thôi", hanh)


async def test_enough_is_enough_also_when_nothing_was_asked(stage: Stage) -> None:
    await stage.at("2026-11-18 09:00")
    await stage.nam.says("nhắc Tân Lập")
    assert await stage.nam.says("thôi em") == "Dạ, em không đổi gì ạ."
    assert "nhờ em nhắc" not in stage.lam.hears()
