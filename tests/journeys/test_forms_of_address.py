"""The organisation chooses how people are addressed, and the bot's own pronoun follows."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage


@pytest.mark.parametrize("form", ["dong_chi"])
async def test_a_week_among_comrades(stage: Stage) -> None:
    hanh, nam, phuc = stage.hanh, stage.nam, stage.phuc
    await stage.at("2026-11-16 08:00")
    assert "Chào đồng chí Hạnh" in hanh.hears()
    await phuc.opens(await stage.code_for("X7"))
    assert "Kính chào đồng chí!" in stage.transcript_of(phuc)
    await phuc.presses("Đúng")
    assert "Trợ lý cảm ơn đồng chí!" in await phuc.presses("Tôi đồng ý")
    await stage.at("2026-11-18 09:00")
    assert "Trợ lý cảm ơn đồng chí!" in await hanh.sends_photo("bài")
    await hanh.sends_file("ke-hoach.pdf")
    await hanh.presses("Gửi nhầm, rút lại")
    await hanh.says("???")
    await hanh.says("/trogiup")
    await hanh.says("tuần này tôi vắng")
    await stage.at("2026-11-23 09:00")
    await nam.says("ai chưa nộp")
    await nam.presses("Nhắc 3 đơn vị")
    await nam.presses("Gửi 3 đơn vị")
    await nam.says("đã gọi hết")
    for person in (hanh, nam, phuc):
        said = stage.transcript_of(person).replace("anh/chị", "").replace("chị Hạnh", "")
        assert " em " not in said and " Em " not in said and "nh/chị" not in said
    stage.reads_as_written("Xưng hô đồng chí", hanh, nam, phuc)


@pytest.mark.parametrize("form", ["ban"])
async def test_a_day_among_friends(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-16 08:00")
    assert "Chào bạn Hạnh" in hanh.hears()
    assert "Mình cảm ơn bạn!" in await hanh.sends_photo("bài")
    await hanh.says("nhắc lại sau")
    await hanh.says("gặp người thật")
    stage.reads_as_written("Xưng hô bạn", hanh)


# ---- each person's own ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("manner", Manner)
async def test_everybody_chooses_how_to_be_spoken_to(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await stage.at("2026-11-16 08:00")
    hanh.hears()
    assert "muốn em xưng hô thế nào" in await hanh.says("/xungho")
    assert "Dạ, từ nay Trợ lý xưng hô với đồng chí Hạnh như vậy ạ." in await hanh.presses("đồng chí")
    assert "Trợ lý cảm ơn đồng chí!" in await hanh.sends_photo("bài")
    assert "từ nay em xưng hô với thầy/cô Nam" in await nam.says("gọi tôi là thầy cô")
    stage.reads_as_written("Mỗi người chọn cách xưng hô", hanh, nam)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("/xungho anh/chị", "anh/chị Hạnh"), ("/xungho chị", "chị Hạnh"), ("goi toi la ban", "bạn Hạnh"),
        ("/form comrade", "đồng chí Hạnh"), ("/xungho Ngài", "muốn em xưng hô thế nào"),
    ],
)  # fmt: skip
async def test_in_which_words_it_is_said(stage: Stage, words: str, told: str) -> None:
    assert told in await stage.hanh.says(words)


@pytest.mark.parametrize("manner", Manner)
async def test_an_admin_chooses_for_somebody_else_and_that_one_is_told(stage: Stage) -> None:
    khai, lam, nam = stage.khai, stage.lam, stage.nam
    await stage.at("2026-11-16 08:00")
    lam.hears()
    assert "đang xưng hô với Hồ Văn Lâm là anh/chị, Tiếng Việt" in await khai.says("/xunghovoi Tân Lập")
    assert "từ nay em xưng hô với Hồ Văn Lâm là đồng chí, Tiếng Việt" in await khai.presses("đồng chí")
    assert "Đỗ Quang Khải vừa đổi cách Trợ lý xưng hô với đồng chí" in lam.hears()
    assert "đồng chí, English" in await khai.says("đổi ngôn ngữ của Tân Lập: tiếng Anh")
    assert "Đỗ Quang Khải has changed how I address you" in lam.hears()
    assert "week 47" in await lam.says("status")
    told = await khai.says("/nhatky Tân Lập")
    assert "Đỗ Quang Khải đổi cách xưng hô với Hồ Văn Lâm." in told
    assert "Đỗ Quang Khải đổi ngôn ngữ dùng với Hồ Văn Lâm." in told
    await khai.says("/xunghovoi Tân Lập")
    assert "là anh/chị, Tiếng Việt" in await khai.presses("Như cả tổ chức")
    assert "chưa hiểu ý" in await nam.says("/xunghovoi Tân Lập")
    stage.reads_as_written("Quản trị đổi cách xưng hô cho người khác", khai, lam)


async def test_whom_the_words_for_somebody_else_do_not_mean(stage: Stage) -> None:
    khai = stage.khai
    assert "gõ /xunghovoi cùng tên đơn vị" in await khai.says("/xunghovoi")
    assert "chưa thấy đơn vị nào tên “Trăng Sao”" in await khai.says("/xunghovoi Trăng Sao")
    assert "đang khuyết người" in await khai.says("/xunghovoi An Đôn")
    assert "không dùng được nữa" in await khai.forges("address_member:form:9999:dong_chi")
    number = await stage.member("lam")
    assert "không dùng được nữa" in await khai.forges(f"address_member:form:{number}:ngai")
    assert "Dương Thanh Nam là bạn, Tiếng Việt" in await khai.says("/xunghovoi Đông Hà: bạn")


async def test_a_local_admin_chooses_within_the_own_units_only(stage: Stage) -> None:
    khai, lan = stage.khai, stage.somebody("lan", "Chị Lan, quản trị thị xã Quảng Trị")
    await lan.opens(stage.code_in(await khai.says("/quyen thêm Trần Thị Lan ở thị xã Quảng Trị")))
    await lan.presses("Đúng")
    await lan.presses("Tôi đồng ý")
    assert "Võ Văn Sơn là anh, Tiếng Việt" in await lan.says("/xunghovoi Hải Lệ: anh")
    assert "chưa thấy đơn vị nào" in await lan.says("/xunghovoi Tân Lập: anh")
    assert "không thuộc phạm vi" in await lan.forges(f"address_member:form:{await stage.member('lam')}:anh")


async def test_an_admin_may_choose_for_the_own_unit_too(stage: Stage) -> None:
    hung = stage.hung
    await hung.opens(await stage.admin_code("Quản trị hai"))
    await hung.presses("Đúng")
    assert "Bùi Văn Hùng là đồng chí" in await hung.says("/xunghovoi tỉnh Quảng Trị: đồng chí")
    assert "vừa đổi" not in hung.hears()
