"""Somebody in a frozen report asks to be erased: the admin decides whether the report keeps the name."""

import pytest

from core.figures_facts import MonthFacts
from db import editions
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage
from tests.journeys.test_erasing import asks
from tests.journeys.test_month_report import FINAL, month

__all__ = ["month"]
NAME = "Trần Thị Hạnh"


async def facts_of(stage: Stage) -> MonthFacts:
    async with stage.installation.database.snapshot() as tx:
        facts = await editions.facts_of(tx, "2026-11")
    assert facts is not None
    return facts


def names_in(facts: MonthFacts) -> set[str]:
    return {duty.member_name for duty in facts.duties} | {item.sender for item in facts.items}


async def answered_with(stage: Stage, way: str) -> str:
    await stage.at(FINAL)
    await stage.at("2026-11-26 14:00")
    assert NAME in names_in(await facts_of(stage))
    stage.khai.hears()
    await asks(stage.hanh)
    asked = stage.khai.hears()
    assert "Có 1 minh chứng thuộc kỳ báo cáo đã chốt, cần quyết định giữ nguyên hay ẩn danh" in asked
    assert "báo cáo đã chốt: tháng 11/2026" in await stage.khai.presses("Xem")
    await stage.khai.presses("Phản hồi")
    assert stage.khai.is_offered == [
        "Xoá, ẩn danh cả báo cáo đã chốt",
        "Xoá, giữ nguyên báo cáo đã chốt",
        "Chưa xoá được",
    ]
    await stage.khai.presses(way)
    done = await stage.khai.presses("Xác nhận xoá")
    await stage.is_down_until("2026-11-27 09:00")
    return done


@pytest.mark.parametrize("manner", Manner)
async def test_the_frozen_report_becomes_nameless_and_its_figures_stay(month: Stage) -> None:
    stage = month
    done = await answered_with(stage, "Xoá, ẩn danh cả báo cáo đã chốt")
    assert "ẩn danh 1 bản báo cáo đã chốt" in done
    facts = await facts_of(stage)  # its new fingerprint is right
    assert NAME not in names_in(facts) and "người đã xoá dữ liệu" in names_in(facts)
    assert [item.counts for item in facts.items] == [True, True, True]
    assert [item.media_sha is None for item in facts.items].count(True) == 1
    assert len(list(stage.media.glob("??/*"))) == 2
    stage.reads_as_written("Xoá dữ liệu, ẩn danh báo cáo đã chốt", stage.hanh, stage.khai)


async def test_the_frozen_report_and_its_pictures_are_left_as_they_are(month: Stage) -> None:
    stage = month
    await stage.at(FINAL)
    before = await facts_of(stage)
    done = await answered_with(stage, "Xoá, giữ nguyên báo cáo đã chốt")
    assert "ẩn danh" not in done
    assert await facts_of(stage) == before
    assert len(list(stage.media.glob("??/*"))) == 3
    assert "riêng những gì nằm trong báo cáo đã chốt" in stage.transcript_of(stage.hanh)
