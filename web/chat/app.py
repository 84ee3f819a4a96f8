"""The chat page as one application: joins what can be looked at, what can be done, the events and the files."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount

from core.organisation import Organisation
from web.bodies import Refusal
from web.chat.clocking import Clocking
from web.chat.door import LoopbackDoor
from web.chat.feed import Feed
from web.chat.live import Live
from web.chat.looking import Looking
from web.chat.page_files import PageFiles
from web.chat.stage import Opened, Stage
from web.chat.talking import Talking
from web.chat.words import refusal


def chat_page(stage: Stage, organisation: Organisation, hosts: Sequence[str], feed: Feed) -> Starlette:
    """The page on this stage, to be called under these Host headers only. Close the feed to let its tabs go."""

    def province() -> Opened:
        if stage.opened is None:
            raise Refusal(503, "preparing")
        return stage.opened

    live = Live(stage, feed)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        telling = asyncio.create_task(live.run())
        try:
            yield
        finally:
            telling.cancel()
            with suppress(asyncio.CancelledError):
                await telling

    return Starlette(
        routes=[
            *Looking(stage, feed, province, organisation).routes(),
            *Talking(stage, province, feed).routes(),
            *Clocking(stage, province).routes(),
            Mount("/", PageFiles()),
        ],
        middleware=[Middleware(LoopbackDoor, hosts=hosts)],
        exception_handlers={Refusal: _refused, HTTPException: _not_here},
        lifespan=lifespan,
    )


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return refusal(error.status, error.error, **error.facts)


async def _not_here(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": "not_here"}, error.status_code)
