"""Which chat platforms does this installation serve? Opens their bots from the settings and the secrets.

A further channel is one line in KINDS, one block in the settings, and one package in channels/.
"""

import os
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.config import Config
from bot.config_faults import TELEGRAM_TOKEN, VIBER_TOKEN, zalo_token
from bot.organisation import organisation_of
from bot.secret_text import SecretText, secret
from bot.session import CommandError
from channels.local.channel import LocalChannel
from channels.local.platform import LocalPlatform
from core.plans import Plan
from core.ports import Channel, Clock, Misconfigured, Person
from core.pushing import hook_path
from texts.say import Texts


@dataclass(frozen=True, slots=True)
class BotPlan:
    """One bot that the settings enable. `name` is how people call it: "telegram", "zalo-2"; `variable` has its token.

    `reach`: what to look at when its platform does not answer. `open` asks nothing of the platform; it raises
    Misconfigured for what cannot be a token. `plan`: what the platform lets it do in a month; a bot that has one is
    known by its `name` as its account.
    """

    channel: str
    name: str
    variable: str
    reach: str
    open: Callable[[SecretText, Clock], AbstractAsyncContextManager[Channel]]

    plan: Plan | None = None

    @property
    def mend(self) -> str:
        """What to do when the platform rejects the bot."""
        return f"set {self.variable} to the bot's own token"


@dataclass(frozen=True, slots=True)
class Opened:
    """The channels, and what the settings say of each bot, by channel and account; nothing of the built-in one."""

    channels: Sequence[Channel]
    plans: Mapping[tuple[str, str], BotPlan]


def planned_bots(config: Config) -> list[BotPlan]:
    """Every bot that the settings enable."""
    return [bot for kind in KINDS for bot in kind(config)]


@asynccontextmanager
async def opened_channels(config: Config, clock: Clock) -> AsyncIterator[Opened]:
    """The channels that the settings enable; when there are none the built-in one. Nothing is asked of a platform.

    Raises CommandError when a secret is missing or cannot be one.
    """
    async with AsyncExitStack() as stack:
        channels: list[Channel] = []
        plans: dict[tuple[str, str], BotPlan] = {}
        for bot in planned_bots(config):
            channel = await stack.enter_async_context(opened_bot(bot, clock))
            channels.append(channel)
            plans[channel.name, channel.account] = bot
        if not channels:
            platform = LocalPlatform(local_folder(config), clock.now)
            stack.callback(platform.close)
            channels.append(LocalChannel(platform))
        yield Opened(channels, plans)


@asynccontextmanager
async def opened_bot(bot: BotPlan, clock: Clock) -> AsyncIterator[Channel]:
    """This bot, its connections open. Raises CommandError when its secret is missing or cannot be one."""
    token = secret(bot.variable, os.environ)
    if token is None:
        raise CommandError(f"{bot.name} is enabled without a token; set {bot.variable} or {bot.variable}_FILE", 2)
    try:
        opening = bot.open(token, clock)
    except Misconfigured as error:
        raise CommandError(f"{error}; set {bot.variable} anew. Nothing was started", 2) from None
    async with opening as channel:
        yield channel


def local_folder(config: Config) -> Path:
    """Where the built-in chat keeps its messages: beside the pictures."""
    return config.media_dir.parent / "local"


# ---- the kinds of channels: their packages are imported when they are wanted, for libraries take their time ----------


def _telegram(config: Config) -> Iterable[BotPlan]:
    settings = config.channels.telegram

    def opened(token: SecretText, clock: Clock) -> AbstractAsyncContextManager[Channel]:
        from channels.telegram.access import Access  # noqa: PLC0415 - when it is wanted
        from channels.telegram.channel import TelegramChannel  # noqa: PLC0415 - when it is wanted

        access = Access(token.reveal(), settings.api_url, settings.file_url, settings.proxy)
        return TelegramChannel(access, clock, hook_url=_hook_url(config, settings.receive, "telegram", access.account))

    if settings.enabled:
        reach = "channels.telegram.api_url, or set channels.telegram.proxy"
        yield BotPlan("telegram", "telegram", TELEGRAM_TOKEN, reach, opened)


def _zalo(config: Config) -> Iterable[BotPlan]:
    settings = config.channels.zalo
    plan = Plan(settings.people, settings.messages, settings.count_received, settings.shared)
    for name in settings.bots if settings.enabled else ():

        def opened(token: SecretText, clock: Clock, name: str = name) -> AbstractAsyncContextManager[Channel]:
            from channels.zalo.access import Access  # noqa: PLC0415 - when it is wanted
            from channels.zalo.channel import ZaloChannel  # noqa: PLC0415 - when it is wanted

            hook_url = _hook_url(config, settings.receive, "zalo", name)
            access = Access(token.reveal(), settings.api_url)
            return ZaloChannel(name, access, clock, hook_url=hook_url, plan=plan, link=settings.link)

        yield BotPlan("zalo", name, zalo_token(name), "channels.zalo.api_url", opened, plan)


def _viber(config: Config) -> Iterable[BotPlan]:
    settings = config.channels.viber

    def opened(token: SecretText, clock: Clock) -> AbstractAsyncContextManager[Channel]:
        from channels.viber.access import Access  # noqa: PLC0415 - when it is wanted
        from channels.viber.channel import ACCOUNT, ViberChannel  # noqa: PLC0415 - when it is wanted

        rules = organisation_of(config)
        texts = Texts(rules.words, rules.calendar.zone, rules.language, rules.address_form)
        nobody = Person(rules.language, rules.address_form)
        return ViberChannel(
            Access(token.reveal(), settings.api_url),
            clock,
            hook_url=_hook_url(config, "webhook", "viber", ACCOUNT) or "",
            sender=settings.sender,
            welcome=str(texts.say(nobody, "channel.welcome")),
            begin=texts.label(nobody, "begin"),
        )

    if settings.enabled:
        yield BotPlan("viber", "viber", VIBER_TOKEN, "channels.viber.api_url", opened)


def _hook_url(config: Config, receive: str, channel: str, account: str) -> str | None:
    """Where this bot's platform pushes to; None when it is polled."""
    return f"{config.web.public_url}{hook_path(channel, account)}" if receive == "webhook" else None


KINDS: Final[Sequence[Callable[[Config], Iterable[BotPlan]]]] = (
    _telegram,
    _zalo,
    _viber,
)
