"""Changes of units that wait, are dropped, are not possible, collide, or are asked for by somebody who may not."""

import pytest

from db import reform_deeds
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

MONDAY = "2026-11-16 09:00"


@pytest.mark.long
@pytest.mark.parametrize("manner", Manner)
async def test_a_planned_change_is_dropped(stage: Stage) -> None:
    khai, lam = stage.khai, stage.lam
    second = stage.somebody("lan", "Chị Lan, quản trị")
    await second.opens(await stage.admin_code("Trần Thị Lan"))
    await second.presses("Đúng")
    await second.presses("Tôi đồng ý")
    await stage.at(MONDAY)
    assert "chưa có thay đổi nào của đơn vị đang chờ" in await khai.says("/thaydoi")
    await khai.says("đổi tên Tân Lập thành Tân Hải từ mai")
    await khai.presses("Xác nhận")
    asked = await second.says("giải thể Tân Lập từ thứ Hai")
    assert "Lưu ý: Từ 17/11/2026, xã Tân Lập đổi tên thành xã Tân Hải (do Đỗ Quang Khải định trước)." in asked
    assert "1. Từ 17/11/2026, xã Tân Lập đổi tên thành xã Tân Hải (Đỗ Quang Khải định)." in await second.says(
        "/thaydoi"
    )
    assert "em đã bỏ: Từ 17/11/2026" in await second.presses("Bỏ số 1")
    assert "Trần Thị Lan đã bỏ một thay đổi anh/chị định trước" in khai.hears()
    assert "không còn chờ nữa" in await second.presses("Bỏ số 1")
    await stage.at("2026-11-17 09:00")
    assert "xã Tân Lập" in await lam.says("tôi còn thiếu gì")
    assert "Trần Thị Lan bỏ thay đổi mà Đỗ Quang Khải định từ 17/11/2026" in await khai.says("nhật ký Tân Lập")
    stage.reads_as_written("Bỏ một thay đổi định trước", khai, second)


async def test_changes_that_cannot_be(stage: Stage) -> None:
    khai = stage.khai
    await stage.at(MONDAY)
    assert "không sáp nhập được xã Tân Lập với chính nó" in await khai.says("sáp nhập Tân Lập và Tân Lập thành Tân Hải")
    assert "không sáp nhập được xã Tân Lập với chính nó" in await khai.says("nhập Tân Lập vào Tân Lập")
    assert "phường Đông Giang nằm bên dưới đơn vị kia" in await khai.says("chuyển Đông Hà về Đông Giang")
    assert "nằm bên dưới đơn vị kia" in await khai.says("chuyển Đông Hà về Đông Hà")
    assert "nằm bên dưới đơn vị kia" in await khai.says("sáp nhập Đông Hà và Tân Lập thành Đông Tân")
    assert "các đơn vị này khác cấp nhau" in await khai.says("sáp nhập Đông Hà và Hải Lệ thành Đông Tân")
    assert "xã Tân Lập đang đúng như thế rồi" in await khai.says("đổi tên Tân Lập thành Xã Tân Lập")
    assert "xã Tân Lập đang đúng như thế rồi" in await khai.says("chuyển Tân Lập về Đông Hà")
    assert "đã có đơn vị tên phường Đông Giang" in await khai.says("đổi tên Tân Lập thành Phường Đông Giang")
    assert "còn đơn vị bên dưới" in await khai.says("giải thể tỉnh Quảng Trị từ mai")
    assert "ít nhất hai đơn vị" in await khai.says("tách Tân Lập thành Tân Hải từ mai")
    assert "“30/2” không phải là một ngày có thật" in await khai.says("giải thể Tân Lập từ 30/2")
    assert "15/11/2026 đã qua" in await khai.says("hôm qua")
    assert "xa quá 366 ngày" in await khai.says("20/11/2029")
    assert "17/11/2026, xã Tân Lập kết thúc" in await khai.says("mai")
    assert "không đổi gì" in await khai.presses("Thôi, không đổi")
    assert "chưa thấy đơn vị nào tên “Trăng Sao”" in await khai.says("giải thể Trăng Sao từ mai")
    assert "chưa thấy đơn vị nào tên “Trăng Sao”" in await khai.says("sáp nhập Tân Lập và Trăng Sao thành A từ mai")
    for words in ("/doiten", "/chuyendonvi", "/themdonvi", "/giaithe", "/sapnhap", "/tachdonvi"):
        assert "nhắn giúp em:" in await khai.says(words), words
    for words in ("đổi tên Tân Lập", "chuyển Tân Lập", "thêm xã Tân Bình", "sáp nhập Tân Lập", "tách Tân Lập"):
        assert "nhắn giúp em:" in await khai.says(words), words
    assert await stage.set_aside() == 0
    stage.reads_as_written("Những thay đổi không thể có", khai)


@pytest.mark.long
@pytest.mark.parametrize("manner", Manner)
async def test_of_two_wards_of_one_name_the_right_one_is_asked_for(stage: Stage) -> None:
    khai = stage.khai
    await stage.at(MONDAY)
    assert "có 2 đơn vị tên “Phường 1”" in await khai.says("sáp nhập Phường 1 và An Đôn thành Phường An Thành")
    assert "ngày nào" in await khai.presses("Phường 1 (thị xã Quảng Trị)")
    await khai.presses("Hôm nay")
    told = await khai.presses("Nguyễn Thị Mai (phường 1)")
    assert "phường 1 và phường An Đôn sáp nhập thành phường An Thành" in told and "thị xã Quảng Trị" in told
    await khai.presses("Xác nhận")
    assert "phụ trách phường An Thành" in stage.mai.hears()
    assert "phường 1" in await stage.hanh.says("tôi còn thiếu gì")
    stage.reads_as_written("Sáp nhập phường cùng tên", khai)


async def test_units_below_different_parents_are_asked_where_they_belong(stage: Stage) -> None:
    khai = stage.khai
    await stage.at(MONDAY)
    asked = await khai.says("sáp nhập Tân Lập và Hải Lệ thành Tân Hải (mã X77) từ hôm nay")
    assert "xã Tân Hải thuộc đơn vị nào ạ?" in asked
    assert khai.is_offered == ["thành phố Đông Hà", "thị xã Quảng Trị"]
    await khai.presses("thị xã Quảng Trị")
    assert "Mã của xã Tân Hải: X77, thuộc thị xã Quảng Trị" in await khai.presses("Để khuyết")
    assert "mã X5 đã có đơn vị dùng" in await khai.says("mã X5")
    assert "Từ 23/11/2026" in await khai.says("từ 23/11")


async def test_of_two_admins_who_change_a_unit_at_once_the_second_is_told(stage: Stage) -> None:
    khai = stage.khai
    second = stage.somebody("lan", "Chị Lan, quản trị")
    await second.opens(await stage.admin_code("Trần Thị Lan"))
    await second.presses("Đúng")
    await second.presses("Tôi đồng ý")
    await stage.at(MONDAY)
    await khai.says("đổi tên Tân Lập thành Tân Hải")
    await second.says("đổi tên Tân Lập thành Tân Bình")
    await second.presses("Xác nhận")
    told = await khai.presses("Xác nhận")
    assert told.startswith("Trong lúc đó có người đã đổi, nên em chưa làm gì:")
    assert "Trần Thị Lan đổi tên xã Tân Lập thành xã Tân Bình" in told
    assert "xã Tân Bình đổi tên thành xã Tân Hải" in told
    await khai.presses("Xác nhận")
    assert "xã Tân Hải" in await stage.lam.says("tôi còn thiếu gì")
    await second.says("giải thể Tân Hải từ hôm nay")
    await khai.says("đổi tên Tân Hải thành Tân Mới")
    await second.presses("Xác nhận")
    told = await khai.presses("Xác nhận")
    assert "Trần Thị Lan ghi xã Tân Hải kết thúc hoạt động" in told and "không còn nữa" in told
    stage.reads_as_written("Hai quản trị cùng đổi một đơn vị", khai, second)


@pytest.mark.long
async def test_what_was_planned_by_somebody_who_lost_the_right_is_not_done(stage: Stage) -> None:
    khai, lam = stage.khai, stage.lam
    second = stage.somebody("lan", "Chị Lan, quản trị")
    await second.opens(await stage.admin_code("Trần Thị Lan"))
    await second.presses("Đúng")
    await second.presses("Tôi đồng ý")
    await stage.at(MONDAY)
    await second.says("đổi tên Tân Lập thành Tân Hải từ mai")
    await second.presses("Xác nhận")
    await khai.says("đổi tên Hải Lệ thành Hải Mới từ mai")
    await khai.presses("Xác nhận")
    await khai.says("giải thể Hải Lệ từ hôm nay")
    await khai.presses("Xác nhận")
    await khai.says("/quyen")
    await khai.presses("Thu quyền của Trần Thị Lan")
    await stage.at("2026-11-17 09:00")
    heard = khai.hears()
    assert "chưa làm được, vì người quyết định không còn là quản trị" in heard
    assert "chưa làm được, vì đơn vị ấy không còn nữa" in heard
    assert "xã Tân Lập" in await lam.says("tôi còn thiếu gì")
    stage.reads_as_written("Thay đổi định trước không làm được", khai)


async def test_only_admins_change_units_and_no_made_up_button_does(stage: Stage) -> None:
    khai, nam, lam = stage.khai, stage.nam, stage.lam
    await stage.at(MONDAY)
    await khai.says("giải thể Tân Lập từ hôm nay")
    press = stage.platform.last_options(khai.chat)[0].action
    assert "chưa được giao" in await nam.forges(press)
    assert "chưa được giao" in await lam.forges(press)
    await khai.says("đổi tên Đông Giang thành Đông Mới")
    assert "không dùng được nữa" in await khai.forges(press)
    assert "không dùng được nữa" in await khai.forges(press.replace("close", "rename"))
    mark = stage.platform.last_options(khai.chat)[0].action.split(":")[2]
    for action in ("day", "above", "holder", "x"):
        await khai.forges(f"unit_rename:{action}:{mark}:9")
    assert "chưa hiểu ý" in await nam.says("giải thể Tân Lập từ hôm nay")
    assert await stage.set_aside() == 0
    assert "1/1" in await lam.sends_photo("bài")


async def test_a_planned_change_after_a_downtime_comes_before_the_week_of_its_day(stage: Stage) -> None:
    khai, lam = stage.khai, stage.lam
    await stage.at(MONDAY)
    await khai.says("nhập Đông Giang vào Tân Lập từ 23/11")
    await khai.presses("Xác nhận")
    await stage.is_down_until("2026-11-24 10:00")
    units = {view.unit_code for view in await stage.obligations(48)}
    assert "X2" not in units and "X3" in units
    assert {"X2", "X3"} <= {view.unit_code for view in await stage.obligations(47)}
    assert "Từ 23/11/2026, phường Đông Giang nhập vào xã Tân Lập" in lam.hears()


async def test_a_planned_change_that_raises_stops_neither_the_week_nor_anybodys_evidence(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    khai, lam, hanh = stage.khai, stage.lam, stage.hanh
    await stage.at(MONDAY)
    await khai.says("đổi tên Tân Lập thành Tân Hải từ 23/11")
    await khai.presses("Xác nhận")
    khai.hears()

    async def raises(*_: object) -> None:
        raise KeyError("a mistake of ours")

    with monkeypatch.context() as patched:
        patched.setattr(reform_deeds, "carry_out", raises)
        await stage.at("2026-11-23 09:00")
    assert "chưa làm được, vì em gặp lỗi bên trong" in khai.hears()
    assert "it has failed, and nothing is changed" in caplog.text
    assert "1/1" in await hanh.sends_photo("bài")
    assert "Xã Tân Lập" in await lam.says("tôi còn thiếu gì")
    assert len(await stage.obligations(48)) == len(await stage.obligations(47))
    caplog.clear()
    await stage.at("2026-11-24 09:00")
    assert "it has failed" not in caplog.text, "once is enough"


@pytest.mark.long
async def test_a_merger_in_english(stage: Stage) -> None:
    khai = stage.khai
    await stage.at(MONDAY)
    await khai.says("english")
    await khai.presses("English")
    await khai.says("merge Tân Lập and Đông Giang into Tân Giang from 24 Nov")
    told = await khai.presses("Leave it vacant")
    assert "From 24 Nov 2026 xã Tân Lập and phường Đông Giang merge into xã Tân Giang." in told
    assert "I have noted" in await khai.presses("Confirm")
    stage.reads_as_written("A merger in English", khai)
