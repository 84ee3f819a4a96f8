"""The same conversations on every channel: with buttons or with numbers, by a link or by a typed code.

One golden page for all of them: what people read differs in nothing but how an answer is chosen.
"""

import pytest

from tests.contract.house import House
from tests.journeys.pictures import photo

pytestmark = pytest.mark.long  # the whole file takes seconds


async def test_what_a_secretary_reads_is_the_same_everywhere(house: House) -> None:
    hanh = house.somebody("Hạnh")
    await hanh.opens(await house.code_for("X1"))
    await hanh.chooses("Đúng")
    await hanh.chooses("Tôi đồng ý")
    await house.at("2026-11-17 09:12")
    await hanh.says("tôi còn thiếu gì")
    await hanh.sends_photos(photo("bài"))
    await hanh.chooses("Gửi nhầm, rút lại")
    await hanh.says("https://vi-du.example/bai-1")
    await hanh.says("https://vi-du.example/bai-1")
    await hanh.chooses("Gửi minh chứng khác")
    await hanh.sends_what_is_no_evidence()
    await hanh.says("toi con thieu gi")
    await hanh.says("???")
    hanh.hears()
    house.reads_as_written("secretary", "Một đầu mối, trên mọi kênh", hanh)


async def test_what_a_coordinator_reads_is_the_same_everywhere(house: House) -> None:
    nam, hanh, hai = [await house.linked(*each) for each in (("H1", "Nam"), ("X1", "Hạnh"), ("X2", "Hải"))]
    await house.at("2026-11-19 09:00")
    await nam.says("ai chưa nộp")
    await nam.chooses("Nhắc 2 đơn vị")
    await nam.chooses("Gửi 2 đơn vị")
    assert "Dương Thanh Nam" in hanh.hears()
    assert "Dương Thanh Nam" in hai.hears()
    await nam.says("gia hạn Tân Lập đến thứ Hai, do mưa lũ")
    await nam.chooses("Xác nhận")
    await nam.says("/moi Tân Lập")
    await house.at("2026-11-22 21:00")
    nam.hears()
    house.reads_as_written("coordinator", "Một cán bộ phụ trách, trên mọi kênh", nam)


async def test_what_a_stranger_reads_is_the_same_everywhere(house: House) -> None:
    binh = await house.linked("H2", "Bình")
    stranger = house.somebody("Mai")
    await stranger.says("xin chào")
    await stranger.says("2222-3333-44444")
    await stranger.says("phường 1 thị xã Quảng Trị")
    binh.hears()
    house.reads_as_written("stranger", "Một người lạ, trên mọi kênh", stranger, binh)
