"""Updates are pushed to us: does the platform know where to, and is it really the platform that calls?"""

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from channels.outage import Outage
from core.ports import Misconfigured, SendError
from core.pushing import Forged, Garbled

LOOK_SECONDS: Final = 600.0
"""How often the platform is asked whether its webhook still leads here."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hook:
    """Where a platform pushes to, and the secret that it shows there. Its `repr` does not show the secret."""

    url: str
    secret: str = field(repr=False)

    def check(self, headers: Mapping[str, str], name: str) -> None:
        """Raises Forged unless this header is the secret. Takes as long for a wrong one."""
        if not hmac.compare_digest(headers.get(name, "").encode(), self.secret.encode()):
            raise Forged


class Pointing(Protocol):
    """A platform's methods for webhooks. Both raise a SendError."""

    async def point(self, hook: Hook) -> None:
        """From now on the platform pushes there."""
        ...

    async def pointed_to(self) -> str:
        """Where it pushes to now; empty when nowhere."""
        ...


async def keep_pointed(
    platform: Pointing,
    hook: Hook,
    outage: Outage,
    taken_away: Callable[[], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Tell the platform where to push, and look for ever whether it still does. A platform that is away is waited for.

    It is always told once, because a token that was renewed changes the secret too. `taken_away` hears that somebody
    else with the token changed what we had set. Raises Misconfigured.
    """
    told = False
    while True:
        try:
            if not told:
                await platform.point(hook)
            elif (there := await platform.pointed_to()) != hook.url:
                _log.warning(
                    "%s: the webhook led %s; it is set again. Another program uses this bot's token, and each takes "
                    "the other's messages away: stop the other one, or renew the token and set it here only",
                    outage.platform,
                    "elsewhere" if there else "nowhere",
                )
                taken_away()
                await platform.point(hook)
        except Misconfigured:
            raise
        except SendError as error:
            await sleep(outage.failed(f"the webhook could not be set: {error}"))
            continue
        told = True
        outage.over()
        await sleep(LOOK_SECONDS)


def secret_of(token: str) -> str:
    """A secret for webhooks, made of a bot's token: 64 of a-z0-9, which tell nobody the token."""
    return hmac.new(token.encode(), b"nhacnop webhook", hashlib.sha256).hexdigest()


def object_of(body: bytes) -> dict[str, Any]:
    """The JSON object that a webhook brought. Raises Garbled."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise Garbled("not JSON") from None
    if not isinstance(document, dict):
        raise Garbled("not a JSON object")
    return document
