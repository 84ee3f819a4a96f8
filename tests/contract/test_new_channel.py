"""What a new channel takes: one package, one line in the composition root, one block in the settings, one table.

The toy has nothing else, and keeps the whole contract. docs/new-channel.md tells the same in words.
"""

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

import bot.channels
from bot.channels import BotPlan, opened_channels, planned_bots
from bot.clock import SystemClock
from bot.config import Config
from bot.config_channels import ChannelsSettings
from bot.config_section import Section
from bot.config_values import Flag
from bot.secret_text import SecretText
from bot.session import CommandError
from core.ports import Channel, Clock
from tests.contract.toy.channel import ToyChannel
from tests.contract.toy.platform import ToyPlatform

ROOT = Path(__file__).parents[2]


# ---- one block in the settings ---------------------------------------------------------------------------------


class ToySettings(Section):
    """The toy."""

    enabled: Flag = False


class WithToy(ChannelsSettings):
    """The chat platforms, and the toy."""

    toy: ToySettings = ToySettings()


class Settings(Config):
    """Every setting, with the toy's block."""

    channels: WithToy = WithToy()


# ---- one line in the composition root --------------------------------------------------------------------------


def _toy(config: Config) -> Iterable[BotPlan]:
    assert isinstance(config, Settings)

    def opened(token: SecretText, clock: Clock) -> AbstractAsyncContextManager[Channel]:
        return ToyChannel(ToyPlatform(token.reveal())).opened()

    if config.channels.toy.enabled:
        yield BotPlan("toy", "toy", "NHACNOP_TOY_TOKEN", "the toy box", opened)


@pytest.fixture(autouse=True)
def with_toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.channels, "KINDS", (*bot.channels.KINDS, _toy))


async def test_a_channel_that_is_enabled_is_opened_with_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.model_validate({"channels": {"toy": {"enabled": True}}})
    monkeypatch.setenv("NHACNOP_TOY_TOKEN", "a-toys-secret-token")
    async with opened_channels(settings, SystemClock()) as opened:
        (channel,) = opened.channels
        assert (channel.name, channel.account) == ("toy", "toy")
        assert opened.plans["toy", "toy"].mend == "set NHACNOP_TOY_TOKEN to the bot's own token"


async def test_without_its_secret_it_says_which_variable_is_missing() -> None:
    settings = Settings.model_validate({"channels": {"toy": {"enabled": True}}})
    with pytest.raises(CommandError, match="toy is enabled without a token; set NHACNOP_TOY_TOKEN"):
        async with opened_channels(settings, SystemClock()):
            pass


def test_a_channel_that_is_off_is_not_planned() -> None:
    assert planned_bots(Settings.model_validate({})) == []


def test_nothing_outside_its_package_knows_a_channel_by_name() -> None:
    """Its name stands in its package, the composition root and the settings.

    A site of that name is another matter, and so is a word that people put before a phone number in their tables.
    """
    rooms = ("bot", "web", "handlers", "scheduler", "reports", "media", "texts", "db", "core")
    knowing = {
        path.relative_to(ROOT).as_posix()
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if "zalo" in path.read_text(encoding="utf-8").lower()
    }
    settings = {path for path in knowing if path.startswith("bot/config")}
    sites, tables = {"core/links.py", "core/link_sites.py"}, {"core/roster_cells.py", "core/roster_columns.py"}
    assert knowing - settings - sites - tables == {"bot/channels.py"}
