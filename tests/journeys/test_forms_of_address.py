"""The organisation chooses how people are addressed, and the bot's own pronoun follows."""

import pytest

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
