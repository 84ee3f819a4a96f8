"""What happens inside the bot's process when a test wants it to die: the child's side of the crash matrix.

The process runs `nhacnop run` and nothing else; one step of it is wrapped, so that SIGKILL comes (or everything behind
that step stands still) exactly before or after its nth pass. Nothing can catch SIGKILL, and nothing is tidied up.
"""

import asyncio
import importlib
import inspect
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any, Final, Self

PRELOADED: Final = ["bot.commands.serve", "channels.telegram.channel", "db.upgrading", "tests.telegram.crash"]
"""What every life needs; imported once for all of them."""


class When(StrEnum):
    """On which side of a step."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Step:
    """A function of the product: the module or class it lives in ("db.inbox", "media.store:MediaStore"), its name."""

    owner: str
    name: str
    when: When


@dataclass(frozen=True, slots=True)
class Death:
    """Die at the nth pass of a step; with `halts` stand still there instead, for a kill from outside."""

    step: Step
    nth: int = 1
    halts: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a life finds: settings, token, a file that says by how many seconds its clock is wrong, a file to log to."""

    config: Path
    token: str
    shift: Path
    log: Path
    settings: tuple[tuple[str, str, Any], ...] = ()
    """Constants of the product that differ: the module or class (as in `Step`), name, value."""
    environment: tuple[tuple[str, str], ...] = ()
    """More variables, such as other bots' tokens."""


def live(surroundings: Surroundings, death: Death | None) -> None:
    """`nhacnop run`, in this process, until it is told to stop, or dies."""
    log = os.open(surroundings.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, sys.stdout.fileno())
    os.dup2(log, sys.stderr.fileno())
    os.environ |= {"NHACNOP_CONFIG": str(surroundings.config), "NHACNOP_TELEGRAM_TOKEN": surroundings.token}
    os.environ |= dict(surroundings.environment)
    _shift_clocks(surroundings.shift)
    for owner, name, value in surroundings.settings:
        setattr(_named(owner), name, value)
    if death is not None:
        arrange(death)
    importlib.import_module("bot.cli").main(["run"])


def arrange(death: Death) -> None:
    """Wrap the step, so that this process dies there."""
    owner = _named(death.step.owner)
    step: Callable[..., Any] = getattr(owner, death.step.name)
    passes = count(1)

    def struck(arguments: Sequence[Any]) -> bool:
        return not _idle(arguments) and next(passes) == death.nth

    async def halt_or_die() -> None:
        if death.halts:
            await asyncio.Event().wait()
        os.kill(os.getpid(), signal.SIGKILL)

    async def deadly(*arguments: Any, **named: Any) -> Any:
        fatal = struck(arguments)
        if fatal and death.step.when is When.BEFORE:
            await halt_or_die()
        result = await step(*arguments, **named)
        if fatal:
            await halt_or_die()
        return result

    def deadly_at_once(*arguments: Any, **named: Any) -> Any:
        fatal = struck(arguments)
        if fatal and death.step.when is When.BEFORE:
            os.kill(os.getpid(), signal.SIGKILL)
        result = step(*arguments, **named)
        if fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, death.step.name, deadly if inspect.iscoroutinefunction(step) else deadly_at_once)


def _named(owner: str) -> Any:
    """The module "db.inbox", or the class "media.store:MediaStore" of one."""
    module, _, inner = owner.partition(":")
    found = importlib.import_module(module)
    return getattr(found, inner) if inner else found


def _idle(arguments: Sequence[Any]) -> bool:
    """Whether the step was called with nothing to do, as marking is when nothing was sent."""
    return any(isinstance(each, list | tuple) and not each for each in arguments)


def _shift_clocks(shift: Path) -> None:
    """The product's clock, and the ticker's own, are wrong by as many seconds as the file says, at any moment."""
    clocks = importlib.import_module("bot.clock")
    right: Callable[[Any], datetime] = clocks.SystemClock.now

    def now(clock: object) -> datetime:
        return right(clock) + timedelta(seconds=float(shift.read_text()))

    clocks.SystemClock.now = now

    class Shifted(datetime):
        """What APScheduler, which asks the machine itself, takes for datetime."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(right(None).timestamp() + float(shift.read_text()), tz)

    for module in ("apscheduler.schedulers.base", "apscheduler.executors.base"):
        importlib.import_module(module).datetime = Shifted  # type: ignore[attr-defined]
