"""Admins rename, move, add, close, merge and split units in plain words; everything that follows is said beforehand."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

MONDAY = "2026-11-16 09:00"


@pytest.mark.parametrize("manner", Manner)
async def test_two_communes_merge_on_a_later_day(stage: Stage) -> None:
    khai, lam, hai, nam = stage.khai, stage.lam, stage.hai, stage.nam
    await stage.at(MONDAY)
    asked = await khai.says("sáp nhập Tân Lập và Đông Giang thành Tân Giang từ 18/11")
    assert "từ ngày ấy ai phụ trách xã Tân Giang ạ?" in asked
    assert khai.is_offered == ["Hồ Văn Lâm (xã Tân Lập)", "Phan Đức Hải (phường Đông Giang)", "Để khuyết"]
    told = await khai.presses("Hồ Văn Lâm (xã Tân Lập)")
    assert told.startswith("Từ 18/11/2026, xã Tân Lập và phường Đông Giang sáp nhập thành xã Tân Giang.")
    assert "Mã của xã Tân Giang: X3-2, thuộc thành phố Đông Hà" in told
    assert "Đầu mối xã Tân Giang: Hồ Văn Lâm." in told
    assert "có chỉ tiêu từ tuần mở ngày 23/11/2026" in told
    assert "xã Tân Lập và phường Đông Giang còn thiếu bao nhiêu thì được miễn" in told
    assert "em đã ghi: Từ 18/11/2026" in await khai.presses("Xác nhận")
    lam.hears(), hai.hears(), nam.hears()
    assert "Từ 18/11/2026, xã Tân Lập và phường Đông Giang sáp nhập" in await khai.says("/donvi Tân Lập")
    await stage.at("2026-11-17 09:00")
    assert "1/1" in await lam.sends_photo("một")
    await stage.at("2026-11-18 08:00")
    assert "Anh/chị phụ trách xã Tân Giang từ ngày ấy" in lam.hears()
    assert "anh/chị thôi phụ trách phường Đông Giang" in hai.hears()
    assert "sáp nhập thành xã Tân Giang. (Đỗ Quang Khải ghi.)" in nam.hears()
    assert "hôm nay em đã làm xong" in khai.hears()
    assert "chưa ghi nhận" in await hai.sends_photo("hai")
    assert "chưa có chỉ tiêu" in await lam.says("tôi còn thiếu gì")
    assert "từ 18/11/2026 đã nhập vào xã Tân Giang" in await khai.says("/donvi Đông Giang")
    card = await khai.says("/donvi Tân Giang")
    assert "hợp nhất từ xã Tân Lập và phường Đông Giang" in card and "Hồ Văn Lâm, 0912 000 003, đã kết nối" in card
    await stage.at("2026-11-23 09:00")
    assert "xã Tân Giang" in lam.hears()
    assert "Tuần 48: 1/1, đã đủ." in await lam.sends_photo("ba")
    missing = await nam.says("ai chưa nộp")
    assert "1/2 đơn vị đã đủ" in missing and "Tân Lập" not in missing and "Đông Giang" not in missing
    stage.reads_as_written("Sáp nhập hai xã", khai)


@pytest.mark.parametrize("manner", Manner)
async def test_a_merger_today_without_diacritics(stage: Stage) -> None:
    khai, son, binh = stage.khai, stage.son, stage.binh
    await stage.at(MONDAY)
    await khai.says("nhap hai le vao hoa son")
    told = await khai.presses("Hôm nay")
    assert "Từ 16/11/2026, xã Hải Lệ nhập vào xã Hoà Sơn." in told and "Mã của" not in told
    assert "em đã làm xong: Từ 16/11/2026, xã Hải Lệ nhập vào xã Hoà Sơn" in await khai.presses("Xác nhận")
    assert "anh/chị thôi phụ trách xã Hải Lệ" in son.hears()
    assert "Hải Lệ" in binh.hears()
    await stage.at("2026-11-21 21:00")
    assert "Hải Lệ" not in binh.hears()  # excused: nobody was left to hand it in
    history = await khai.says("nhật ký Hải Lệ")
    assert "Đỗ Quang Khải sáp nhập xã Hải Lệ và xã Hoà Sơn thành xã Hoà Sơn" in history
    stage.reads_as_written("Nhập một xã vào xã khác ngay hôm nay", khai)


@pytest.mark.parametrize("manner", Manner)
async def test_a_commune_is_split_and_the_new_part_gets_a_new_person(stage: Stage) -> None:
    khai, lam = stage.khai, stage.lam
    lan = stage.somebody("lan", "Chị Lan, đầu mối xã mới")
    await stage.at(MONDAY)
    await khai.says("tách Tân Sơn khỏi Tân Lập từ hôm nay")
    told = await khai.says("Lê Thị Lan, 0912 345 678")
    assert "Từ 16/11/2026, xã Tân Sơn tách khỏi xã Tân Lập." in told and "Đầu mối xã Tân Sơn: Lê Thị Lan." in told
    assert "Mã của xã Tân Sơn: X3-2" in told
    assert "Mã của xã Tân Sơn: X99" in await khai.says("mã X99")
    done = await khai.presses("Xác nhận")
    assert "Mã mời cho đầu mối xã Tân Sơn, Lê Thị Lan:" in done
    assert "vẫn phụ trách xã Tân Lập như trước" in lam.hears()
    assert "1/1" in await lam.sends_photo("cũ")  # goes on as if nothing had been
    await lan.opens(stage.code_in(done))
    await lan.presses("Đúng")
    await lan.presses("Tôi đồng ý")
    await stage.at("2026-11-23 09:00")
    assert "xã Tân Sơn" in lan.hears()
    assert "tách ra từ xã Tân Lập" in await khai.says("/donvi X99")
    stage.reads_as_written("Tách một xã mới", khai, lam, lan)


@pytest.mark.long
@pytest.mark.parametrize("manner", Manner)
async def test_a_commune_is_split_in_two(stage: Stage) -> None:
    khai = stage.khai
    await stage.at(MONDAY)
    await khai.says("tách Tân Lập thành Tân Đông và Tân Tây")
    assert "ai phụ trách xã Tân Đông" in await khai.presses("Từ thứ Hai 23/11")
    assert "ai phụ trách xã Tân Tây" in await khai.presses("Hồ Văn Lâm (xã Tân Lập)")
    assert khai.is_offered == ["Để khuyết"]  # the one holder has a seat already
    told = await khai.presses("Để khuyết")
    assert "xã Tân Lập tách thành xã Tân Đông và xã Tân Tây" in told
    assert "Mã của xã Tân Đông: X3-2" in told and "Mã của xã Tân Tây: X3-3" in told
    await khai.presses("Xác nhận")
    await stage.at("2026-11-23 08:30")
    assert "xã Tân Đông: 1 minh chứng" in stage.lam.hears()  # the new unit owes from the week that opens on its day
    assert "đã tách thành xã Tân Đông và xã Tân Tây" in await khai.says("/donvi Tân Lập")
    stage.reads_as_written("Tách một xã làm hai", khai, stage.lam)


@pytest.mark.parametrize("manner", Manner)
async def test_a_commune_gets_another_name(stage: Stage) -> None:
    khai, lam = stage.khai, stage.lam
    await stage.at("2026-11-17 09:00")
    told = await khai.says("đổi tên Tân Lập thành Tân Hải")
    assert "Từ 17/11/2026, xã Tân Lập đổi tên thành xã Tân Hải." in told and "vẫn ghi tên cũ" in told
    await khai.presses("Xác nhận")
    assert "vẫn phụ trách xã Tân Hải" in lam.hears()
    assert "xã Tân Hải" in await lam.says("tôi còn thiếu gì")
    assert "Trước 17/11/2026 tên là Xã Tân Lập." in await khai.says("/donvi tan lap")
    stage.reads_as_written("Đổi tên một xã", khai, lam)


@pytest.mark.long
@pytest.mark.parametrize("manner", Manner)
async def test_a_commune_moves_and_its_open_alert_goes_along(stage: Stage) -> None:
    khai, son, binh, nam = stage.khai, stage.son, stage.binh, stage.nam
    await stage.at("2026-11-23 09:00")
    assert "Hải Lệ" in binh.hears()
    nam.hears()
    told = await khai.says("chuyển Hải Lệ về Đông Hà")
    assert "Từ 23/11/2026, xã Hải Lệ thuộc thành phố Đông Hà." in told
    await khai.presses("Xác nhận")
    await stage.beats()
    assert "vẫn phụ trách xã Hải Lệ" in son.hears()
    heard = nam.hears()
    assert "xã Hải Lệ thuộc thành phố Đông Hà" in heard and "Xã Hải Lệ, tuần 47: 0/1" in heard
    assert "xã Hải Lệ thuộc thành phố Đông Hà" in binh.hears()
    assert "Dương Thanh Nam" in await son.says("ai phụ trách tôi")
    assert "chưa thấy đơn vị nào" in await binh.says("gia hạn Hải Lệ đến thứ Tư, do mưa lũ")
    stage.reads_as_written("Chuyển một xã sang nơi khác", khai)


@pytest.mark.parametrize("manner", Manner)
async def test_a_district_ends_and_its_communes_move_up(stage: Stage) -> None:
    khai, nam, hung, hanh = stage.khai, stage.nam, stage.hung, stage.hanh
    await stage.at(MONDAY)
    hung.hears()
    await khai.says("giải thể thành phố Đông Hà")
    told = await khai.presses("Hôm nay")
    assert "thành phố Đông Hà kết thúc hoạt động" in told and "3 đơn vị bên dưới chuyển về tỉnh Quảng Trị" in told
    await khai.presses("Xác nhận")
    assert "anh/chị thôi phụ trách thành phố Đông Hà" in nam.hears()
    assert "vẫn phụ trách phường 1" in hanh.hears()
    assert "Bùi Văn Hùng" in await hanh.says("ai phụ trách tôi")
    assert "chưa hiểu ý" in await nam.says("/thieu")
    assert "Phường Đông Giang" in await hung.says("ai chưa nộp")
    stage.reads_as_written("Giải thể một cấp huyện", khai, nam)


@pytest.mark.long
@pytest.mark.parametrize("manner", Manner)
async def test_a_unit_is_added(stage: Stage) -> None:
    khai = stage.khai
    await stage.at(MONDAY)
    await khai.says("thêm xã tân bình thuộc Đông Hà từ thứ Hai")
    told = await khai.presses("Để khuyết")
    assert "Từ 23/11/2026, có thêm xã Tân Bình, thuộc thành phố Đông Hà." in told
    assert "Xã Tân Bình khuyết đầu mối." in told
    await khai.presses("Xác nhận")
    assert "chưa thấy đơn vị nào" in await khai.says("/donvi Tân Bình")
    await stage.at("2026-11-23 09:00")
    assert "Xã Tân Bình (H1-2), thuộc thành phố Đông Hà.\nĐang khuyết đầu mối." in await khai.says("/donvi Tân Bình")
    stage.reads_as_written("Thêm một xã", khai)
