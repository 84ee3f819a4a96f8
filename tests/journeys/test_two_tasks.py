"""Two duties at once: an item that was meant for the other one is moved there while both weeks are open."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.trust import Trust
from tests.databases import copy_database
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage, organisation, staged


@pytest.fixture
async def busy(linked_file: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """Everybody owes one item of each of two tasks."""
    copy_database(linked_file, tmp_path / "nhacnop.db")
    usual = organisation(1, "anh_chi", Trust(sample=0.0))
    other = replace(usual.tasks[0], code="hai", title="Gương người tốt")
    rules = replace(usual, tasks=(usual.tasks[0], other))
    async with staged(tmp_path, tmp_path / "nhacnop.db", rules, Manner.BUTTONS, "two_tasks") as opened:
        yield opened


async def test_an_item_is_moved_to_the_other_task_by_its_owner(busy: Stage) -> None:
    await busy.at("2026-11-16 09:00")
    hanh = busy.hanh
    await hanh.says("https://vi-du.vn/bai-1")
    assert "Chuyển sang “Gương người tốt”" in hanh.is_offered
    assert "BC-1" in await hanh.presses("Chuyển sang “Gương người tốt”")
    await hanh.says("https://vi-du.vn/bai-2")
    assert all("Chuyển sang" not in label for label in hanh.is_offered)  # now both are paid


async def test_after_the_close_nothing_moves_to_another_task(busy: Stage) -> None:
    await busy.at("2026-11-16 09:00")
    hanh = busy.hanh
    await hanh.says("https://vi-du.vn/bai-1")
    await busy.at("2026-11-23 08:00")
    assert "để nguyên" in await hanh.presses("Chuyển sang “Gương người tốt”")
