"""Getting in on Telegram: by a deep link, by the own phone number, or by a code that is typed."""

from tests.journeys.cast import PARTS
from tests.journeys.pictures import photo
from tests.telegram.office import Office, phone_of


async def test_a_secretary_comes_in_by_a_deep_link(fresh_office: Office) -> None:
    office, hanh = fresh_office, fresh_office.hanh
    await office.at("2026-11-16 07:30")
    hanh.opens_link(await office.code_for("X1"))
    assert "đầu mối phường 1 (thành phố Đông Hà)" in await office.answer_to(hanh)
    hanh.presses("Đúng")
    assert "họ tên, mã tài khoản chat, ảnh và đường dẫn" in await office.answer_to(hanh)
    hanh.presses("Tôi đồng ý")
    assert "không cần lệnh gì" in await office.answer_to(hanh)
    hanh.sends_photo(photo("bài"))
    assert "Tuần 47: 1/1, đã đủ." in await office.answer_to(hanh)
    hanh.starts()  # from the phone's home screen, without a code
    assert "Dạ, anh/chị cứ gửi ảnh hoặc đường dẫn vào đây là xong việc tuần" in await office.answer_to(hanh)
    office.reads_as_written("Vào bằng liên kết mời", hanh)


async def test_a_code_that_was_used_opens_nothing_more(fresh_office: Office) -> None:
    office, hanh, hai = fresh_office, fresh_office.hanh, fresh_office.hai
    code = await office.code_for("X1")
    hanh.opens_link(code)
    await office.answer_to(hanh)
    hanh.presses("Đúng")
    await office.answer_to(hanh)
    hanh.presses("Tôi đồng ý")
    await office.answer_to(hanh)
    hai.opens_link(code)
    assert "chưa mở được mã này" in await office.answer_to(hai)


async def test_somebody_shares_the_own_phone_number(fresh_office: Office) -> None:
    office, hanh = fresh_office, fresh_office.hanh
    await office.at("2026-11-16 07:30")
    hanh.starts()
    assert "Kính chào anh/chị!" in await office.answer_to(hanh)
    hanh.shares_contact()
    assert "đầu mối phường 1 (thành phố Đông Hà)" in await office.answer_to(hanh)
    hanh.presses("Đúng")
    await office.answer_to(hanh)
    hanh.presses("Tôi đồng ý")
    assert "không cần lệnh gì" in await office.answer_to(hanh)
    hanh.shares_contact()
    assert "đã biết anh/chị rồi" in await office.answer_to(hanh)
    office.reads_as_written("Vào bằng số điện thoại của chính mình", hanh)


async def test_another_persons_number_opens_nothing(fresh_office: Office) -> None:
    office, hai = fresh_office, fresh_office.hai
    number_of_hanh = phone_of(PARTS[0])
    stranger = office.fake.person("Người lạ", phone="+84905999999")
    await office.at("2026-11-16 07:30")
    stranger.starts()
    await office.answer_to(stranger)
    stranger.shares_contact(own=False, phone=number_of_hanh, name="Hạnh", user_id=office.hanh.id)
    assert "chỉ dùng được số điện thoại của chính anh/chị" in await office.answer_to(stranger)
    stranger.shares_contact(own=False, phone=number_of_hanh, name="Hạnh")  # from the phone book, not on Telegram
    assert "chỉ dùng được số điện thoại của chính anh/chị" in await office.answer_to(stranger)
    stranger.shares_contact()
    assert "chưa tìm được anh/chị theo số này" in await office.answer_to(stranger)
    stranger.sends_photo(photo("bài"))
    assert "chưa ghi nhận tin này" in await office.answer_to(stranger)
    assert "đầu mối" not in stranger.transcript()
    office.reads_as_written("Số điện thoại của người khác không mở được gì", stranger)
    hai.starts()
    hai.shares_contact()  # a later, honest one is not hindered
    assert "phường Đông Giang" in await office.answer_to(hai)


async def test_a_code_is_typed_with_spaces_in_small_letters(fresh_office: Office) -> None:
    office, hanh = fresh_office, fresh_office.hanh
    hanh.starts()
    await office.answer_to(hanh)
    code = (await office.code_for("X1")).lower()
    hanh.says(f"{code[:4]} {code[4:8]} {code[8:]}")
    assert "đầu mối phường 1" in await office.answer_to(hanh)
