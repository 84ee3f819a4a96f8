"""A coordinator changes a message that handed something in for a unit: what it says now takes the place."""

from tests.journeys.pictures import photo
from tests.telegram.office import Office

POST = "https://www.facebook.com/phuong1/posts/100"
WEDNESDAY = "2026-11-18 09:00"


async def test_a_link_changed_before_the_yes_is_what_is_recorded(office: Office) -> None:
    nam, lam = office.nam, office.lam
    await office.at(WEDNESDAY)
    await office.answer_to(lam)
    sent = nam.says(f"nộp thay Tân Lập {POST}1")
    assert "ghi 1 đường dẫn cho xã Tân Lập" in await office.answer_to(nam)
    nam.edits(sent, f"nộp thay Tân Lập {POST}2")
    assert "ghi 1 đường dẫn cho xã Tân Lập" in await office.answer_to(nam)
    nam.presses("Đúng")
    assert "(BC-1)" in await office.answer_to(nam)
    assert "nộp thay xã Tân Lập: BC-1." in await office.answer_to(lam)
    lam.says(f"{POST}1")
    assert "Đã nhận 1 đường dẫn" in await office.answer_to(lam)  # never recorded
    lam.says(f"{POST}2")
    assert "lần này em chưa tính" in await office.answer_to(lam)
    office.reads_as_written("Nộp thay, sửa tin trước khi xác nhận", nam)


async def test_another_unit_named_before_the_yes_is_asked_for_and_a_photo_keeps_its_moment(office: Office) -> None:
    nam, hai = office.nam, office.hai
    await office.at("2026-11-22 19:59:30")
    await office.answer_to(hai)
    shown = nam.sends_photo(photo("bài"), "nộp thay Tân Lập")
    await office.answer_to(nam)
    await office.at("2026-11-22 20:10")
    nam.edits(shown, "nộp thay Đông Giang")
    assert "ghi 1 ảnh cho phường Đông Giang, tuần 47" in await office.answer_to(nam)
    nam.presses("Đúng")
    assert "muộn" not in await office.answer_to(nam)
    assert "nộp thay phường Đông Giang: BC-1." in await office.answer_to(hai)


async def test_a_link_changed_after_the_yes_takes_the_place_of_the_old_one(office: Office) -> None:
    nam, lam = office.nam, office.lam
    await office.at(WEDNESDAY)
    sent = nam.says(f"nộp thay Tân Lập {POST}1")
    await office.answer_to(nam)
    nam.presses("Đúng")
    assert "(BC-1)" in await office.answer_to(nam)
    await office.answer_to(lam)
    await office.at("2026-11-18 15:00")
    nam.edits(sent, f"nộp thay Tân Lập {POST}2")
    receipt = await office.answer_to(nam)
    assert "(BC-2)" in receipt and "tính thay cho BC-1" in receipt and "Xã Tân Lập, tuần 47: 1/1" in receipt
    assert "Ghi chú: Dương Thanh Nam nộp thay." in receipt
    told = await office.answer_to(lam)
    assert "nộp thay xã Tân Lập: BC-2. Tuần 47: 1/1, đã đủ." in told and "tính thay cho BC-1" in told
    nam.edits(sent, f"nộp thay Tân Lập nhé {POST}2")
    assert await office.answer_to(nam) == ""  # another word of the text is no news
    lam.says("/lichsu")
    history = await office.answer_to(lam)
    assert "BC-2, đường dẫn, tuần 47" in history and "được tính (Dương Thanh Nam nộp thay)" in history
    assert "BC-1, đường dẫn, tuần 47, gửi 09:00 thứ Tư 18/11, đã rút lại" in history
    office.reads_as_written("Nộp thay, sửa tin khi tuần còn mở", nam, lam)


async def test_another_unit_named_after_the_yes_asks_and_takes_it_away_from_the_first(office: Office) -> None:
    nam, lam, hai = office.nam, office.lam, office.hai
    await office.at(WEDNESDAY)
    sent = nam.says(f"nộp thay Tân Lập {POST}1")
    await office.answer_to(nam)
    nam.presses("Đúng")
    await office.answer_to(nam)
    await office.answer_to(lam), await office.answer_to(hai)
    nam.edits(sent, f"nộp thay Chỗ Nào Đó {POST}1")
    assert "chưa thấy đơn vị nào" in await office.answer_to(nam)
    nam.edits(sent, f"nộp thay Đông Giang {POST}1")
    assert "ghi 1 đường dẫn cho phường Đông Giang" in await office.answer_to(nam)
    assert await office.answer_to(lam) == ""  # nothing is changed before the yes
    nam.presses("Đúng")
    receipt = await office.answer_to(nam)
    assert "(BC-2)" in receipt and "tính thay cho BC-1" in receipt
    assert "nộp thay phường Đông Giang: BC-2. Tuần 47: 1/1, đã đủ." in await office.answer_to(hai)
    assert "đã rút BC-1 khỏi xã Tân Lập. Tuần 47: 0/1" in await office.answer_to(lam)
    office.reads_as_written("Nộp thay nhầm đơn vị, sửa tin", nam, lam, hai)


async def test_an_edit_can_begin_it_and_one_after_the_close_leaves_the_old_week_alone(office: Office) -> None:
    nam, lam = office.nam, office.lam
    await office.at(WEDNESDAY)
    other = nam.says("chào em")
    await office.answer_to(nam)
    nam.edits(other, f"{POST}7")
    await office.answer_to(nam)  # whose it is was not said
    nam.edits(other, f"nộp thay Tân Lập {POST}1")
    assert "ghi 1 đường dẫn cho xã Tân Lập" in await office.answer_to(nam)
    nam.presses("Đúng")
    assert "(BC-1)" in await office.answer_to(nam)
    await office.at("2026-11-23 09:00")
    await office.answer_to(lam)
    nam.edits(other, f"nộp thay Tân Lập {POST}2")
    receipt = await office.answer_to(nam)
    assert "(BC-2)" in receipt and "tính thay" not in receipt and "Xã Tân Lập, tuần 48: 1/1" in receipt
    lam.says("/lichsu")
    assert "BC-1, đường dẫn, tuần 47, gửi 09:00 thứ Tư 18/11, được tính" in await office.answer_to(lam)


async def test_who_looks_after_the_unit_no_more_changes_nothing(office: Office) -> None:
    nam, lam = office.nam, office.lam
    await office.at(WEDNESDAY)
    sent = nam.says(f"nộp thay Tân Lập {POST}1")
    await office.answer_to(nam)
    nam.presses("Đúng")
    await office.answer_to(nam)
    office.hung.says("thành phố Đông Hà khuyết người từ hôm nay")
    await office.answer_to(office.hung)
    office.hung.presses("Xác nhận")
    await office.answer_to(office.hung)
    nam.edits(sent, f"nộp thay Tân Lập {POST}2")
    assert "BC-" not in await office.answer_to(nam)
    lam.says("/lichsu")
    assert "BC-1, đường dẫn, tuần 47, gửi 09:00 thứ Tư 18/11, được tính" in await office.answer_to(lam)
