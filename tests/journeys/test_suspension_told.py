"""Everybody hears of a suspension once, batch by batch beside everything else, whatever happens in between."""

from typing import Any

import pytest

from db import tellings
from scheduler import relieving
from tests.journeys.stage import Stage

WEDNESDAY = "2026-11-18 09:00"
ASKED = "tạm hoãn tất cả đến Chủ nhật, miễn nộp, do bão lũ"


async def agrees_to(stage: Stage, words: str) -> None:
    await stage.is_down_until(WEDNESDAY)
    for person in (stage.khai, stage.hanh, stage.mai, stage.hai, stage.nam, stage.binh, stage.hung):
        person.hears()
    await stage.khai.says(words)


def stops_after(batches: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies in the transaction after so many batches."""
    queue_for, done = tellings.queue_for, iter(range(batches))

    async def dies(*arguments: Any) -> tellings.Telling:
        fresh = await queue_for(*arguments)
        if next(done, None) is None:
            raise RuntimeError("for the test")
        return fresh

    monkeypatch.setattr(tellings, "queue_for", dies)


async def test_the_answer_does_not_wait_until_everybody_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stops_after(0, monkeypatch)
    await agrees_to(stage, ASKED)
    with pytest.raises(RuntimeError, match="for the test"):
        await stage.khai.presses("Xác nhận")
    monkeypatch.undo()
    await stage.beats()
    answer, _, _ = stage.khai.hears().partition("\n")
    assert "đã miễn tuần 47 cho 6 đơn vị của Tỉnh Quảng Trị" in answer
    assert stage.mai.hears().count("đã miễn tuần 47 cho phường 1") == 1


async def test_a_crash_while_many_are_told_neither_loses_nor_doubles_anybody(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relieving, "BATCH", 2)
    await agrees_to(stage, ASKED)
    with monkeypatch.context() as dying:
        stops_after(2, dying)
        with pytest.raises(RuntimeError, match="for the test"):
            await stage.khai.presses("Xác nhận")
    async with stage.installation.database.snapshot() as tx:
        (half_way,) = await tellings.unqueued(tx)
    assert half_way.reached > 0 and not half_way.queued
    await stage.restarts()
    for person in (stage.hanh, stage.mai, stage.hai, stage.lam, stage.son):
        assert person.hears().count("Đỗ Quang Khải đã miễn tuần 47 cho") == 1
    for coordinator in (stage.nam, stage.binh):
        assert coordinator.hears().count("cho 6 đơn vị của Tỉnh Quảng Trị") == 1
    told = stage.khai.hears()
    assert told.count("đã báo xong quyết định của anh/chị về tuần 47 ở Tỉnh Quảng Trị, lý do: bão lũ. 7 người") == 1
    assert "Chưa kết nối nên chưa nhận được: 1 người." in told
    await stage.beats()
    assert stage.khai.hears() == ""
    stage.reads_as_written("Báo từng đợt việc tạm hoãn", stage.khai, stage.mai, stage.nam)


async def test_a_few_are_told_without_an_account_of_it(stage: Stage) -> None:
    await agrees_to(stage, "tạm hoãn thị xã Quảng Trị đến Chủ nhật, miễn nộp, do bão lũ")
    await stage.khai.presses("Xác nhận")
    await stage.beats()
    assert "đã miễn" in stage.mai.hears() and "đã miễn" in stage.binh.hears()
    assert (stage.hanh.hears(), stage.nam.hears(), stage.khai.hears()) == ("", "", "")
    async with stage.installation.database.snapshot() as tx:
        assert (await tellings.unqueued(tx), await tellings.under_way(tx)) == ([], [])


async def test_two_processes_do_not_queue_the_same_batch(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relieving, "BATCH", 2)
    others: list[int] = []
    meant = relieving.Relieving._meant

    async def then_another_is_faster(self: relieving.Relieving, *arguments: Any) -> Any:
        found = await meant(self, *arguments)
        if not others:
            others.append(0)
            others.append(await self.work(stage.now))
        return found

    monkeypatch.setattr(relieving.Relieving, "_meant", then_another_is_faster)
    await agrees_to(stage, ASKED)
    await stage.khai.presses("Xác nhận")
    assert others[1] == 7
    assert stage.mai.hears().count("đã miễn tuần 47") == 1
