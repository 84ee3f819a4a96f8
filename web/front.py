"""The door on the side of the world: everything that may be reached from outside, as one application."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from web.bodies import Refusal
from web.safe_headers import sent_with

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}


def front(routes: Sequence[BaseRoute]) -> Starlette:
    """These routes, with headers that keep a browser from making anything else of the answers."""
    app = Starlette(
        routes=list(routes),
        middleware=[Middleware(_Safely)],
        exception_handlers={Refusal: _refused, HTTPException: _not_here},
    )
    app.router.redirect_slashes = False  # a platform must not be sent elsewhere
    return app


class _Safely:
    """Adds the safe headers where an answer has not chosen its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, sent_with(HEADERS, send) if scope["type"] == "http" else send)


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return JSONResponse({"error": error.error}, error.status)


async def _not_here(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": "not_here"}, error.status_code)
