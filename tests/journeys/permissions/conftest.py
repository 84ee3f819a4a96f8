"""The walk is prepared once: the scene lived, its buttons found."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.config import Config
from bot.paperwork import Paperwork
from bot.settings_file import FileSettings
from core.months import MonthMoment, MonthRule
from core.ports import Option
from core.quota import Category
from core.trust import Trust
from tests.databases import copy_database
from tests.journeys.manners import Manner
from tests.journeys.permissions.scene import ACTORS, Actor, set_the_scene
from tests.journeys.permissions.walk import Walk
from tests.journeys.permissions.walking import Walker, offered_to
from tests.journeys.stage import Stage, organisation, staged

FEW = frozenset({"la", "hanh", "binh", "nam", "phonam", "tri", "hai"})
"""A stranger, a secretary, a coordinator and an admin from elsewhere, the own coordinator and the deputy, somebody who
gave up."""

WALKED_AFTER = timedelta(hours=4)
"""By then the reminder that somebody asked for is due, which an emergency stop would hold back."""

OFFERED_IN = ("moi", "lam", "nam", "thay", "xin", "binh", "khai", "ly", "noi")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def scene(linked_file: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """The Monday morning of `scene.py`. Nothing that the walk tries leaves a trace in it."""
    folder = tmp_path_factory.mktemp("walk")
    copy_database(linked_file, folder / "nhacnop.db")
    rules = organisation(quota=20, trust=Trust(sample=1.0))
    sorts = (Category("tin", "tin bài", 10), Category("anh", "ảnh hoạt động", 10))
    month = MonthRule(MonthMoment.parse("23 08:30"), MonthMoment.parse("25 12:00"))  # the missed week's month waits
    rules = replace(rules, tasks=tuple(replace(task, categories=sorts, month=month) for task in rules.tasks))
    draft = replace(rules.tasks[0], code="nhap", title="Nhiệm vụ nháp", active=False)
    rules = replace(rules, tasks=(*rules.tasks, draft))
    papers = Paperwork(folder / "documents", made=False)
    changed = folder / "config.yaml"
    changed.write_text('quiet_hours: {from: "22:00"}\n', encoding="utf-8")
    file = FileSettings(changed, Config())
    async with staged(
        folder, folder / "nhacnop.db", rules, Manner.BUTTONS, "walk", papers, settings_file=file
    ) as stage:
        await set_the_scene(stage)
        yield stage


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def walk(scene: Stage) -> Walk:
    """The walk, with those few actors who may do least where they are."""
    return await _walked(scene, [actor for actor in ACTORS if actor.chat in FEW])


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def whole_walk(scene: Stage) -> Walk:
    """The same with everybody."""
    return await _walked(scene, ACTORS)


async def _walked(stage: Stage, actors: Sequence[Actor]) -> Walk:
    rules = stage.installation.organisation
    async with stage.installation.database.transaction() as tx:
        walk = Walk(
            Walker(tx, stage.installation.setting(), stage.now + WALKED_AFTER), actors, list(rules.by_code), "BC-4"
        )
        await walk.walk([(chat, option) for chat in OFFERED_IN for option in _offered(stage, chat)])
    return walk


def _offered(stage: Stage, chat: str) -> list[Option]:
    return offered_to(stage.platform.messages(chat)[::-1])
