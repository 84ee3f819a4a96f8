"""Where platforms push their updates to: one route for all channels, and 200 only once the update is on disk.

What a platform's delivery looks like, and how it proves where it comes from, is its channel's business.
"""

import asyncio
import logging
from collections.abc import Sequence
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from core.ports import Channel
from core.pushing import HOOK_PATH, Delivery, Forged, Garbled, Hooked
from web.bodies import Refusal, body_of
from web.complaints import Complaints
from web.gathering import Gathering, StoreTogether

MOST_BYTES = 1024 * 1024
"""A delivery is a few thousand bytes; whatever is larger than this is refused as soon as that is known."""

BODY_SECONDS = 10.0
"""How long a delivery may take to arrive."""

_log = logging.getLogger(__name__)


class Hooks:
    """Takes deliveries in for the channels that are pushed to. `gathering` is to be run beside the server."""

    def __init__(self, channels: Sequence[Channel], store: StoreTogether) -> None:
        self._channels = {
            (channel.name, channel.account): channel
            for channel in channels
            if isinstance(channel, Hooked) and channel.hooked
        }
        self.gathering = Gathering(store)
        self._complaints = Complaints(_log)

    def routes(self) -> list[Route]:
        """One, for deliveries only."""
        return [Route(HOOK_PATH, self._delivered, methods=["POST"])]

    async def _delivered(self, request: Request) -> Response:
        address = (request.path_params["channel"], request.path_params["account"])
        channel = self._channels.get(address)
        if channel is None:
            self._complaints.log("somebody delivers for a channel that is not served here; it gets 404")
            return _said(HTTPStatus.NOT_FOUND, "not_here")
        try:
            delivery = channel.unpack(request.headers, await _body(request))
        except Forged:
            self._complaints.log(f"a delivery for {channel.name} without its secret; refused, nothing was stored")
            return _said(HTTPStatus.FORBIDDEN, "forged")
        except Garbled as wrong:
            self._complaints.log(f"a delivery for {channel.name} that is {wrong}; refused, nothing was stored")
            return _said(HTTPStatus.BAD_REQUEST, "garbled")
        return await self._taken(channel, delivery)

    async def _taken(self, channel: Channel, delivery: Delivery) -> Response:
        if delivery.updates:
            try:
                await self.gathering.stored(channel, delivery.updates)
            except Exception as error:  # the platform delivers it again
                self._complaints.log(f"a delivery for {channel.name} could not be stored: {type(error).__name__}")
                return _said(HTTPStatus.SERVICE_UNAVAILABLE, "not_stored")
        return Response() if delivery.answer is None else JSONResponse(dict(delivery.answer))


async def _body(request: Request) -> bytes:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await body_of(request, MOST_BYTES)
    except (TimeoutError, ClientDisconnect):
        raise Refusal(HTTPStatus.REQUEST_TIMEOUT, "too_slow") from None


def _said(status: HTTPStatus, error: str) -> Response:
    return JSONResponse({"error": error}, status)
