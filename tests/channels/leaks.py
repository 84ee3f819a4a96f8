"""A session that fails in every way, and everything that it wrote or could have: is a secret in it?"""

import asyncio
import io
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Final

from aiohttp import web

from channels.line import Patience
from core.ports import Attachment, Channel, Identified, MediaReference, MenuEntry, Option, Outgoing, WithMenus

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

IMPATIENT: Final = Patience(connect=0.2, exchange=0.05, download=0.05)
PICTURE: Final = Attachment("anh.jpg", b"\xff\xd8\xff", picture=True)
MESSAGES: Final = (
    Outgoing("a", (Option("a", "b"),)),
    Outgoing("a", (), (PICTURE,)),
    Outgoing("a", (), (PICTURE, PICTURE)),
    Outgoing("a", (), (Attachment("a.pdf", b"%PDF"),)),
)


class Written:
    """Everything that was written or could be: logs of all levels, and errors in every way they can be shown."""

    def __init__(self) -> None:
        self._logs = io.StringIO()
        self._errors: list[str] = []
        self.handler = logging.StreamHandler(self._logs)
        self.handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s %(exc_info)s"))

    def error(self, error: BaseException | None) -> None:
        """The error, its causes and contexts, hidden or not, with the local variables of every frame."""
        while error is not None:
            shown = traceback.TracebackException.from_exception(error, capture_locals=True)
            self._errors += [*shown.format(), *traceback.format_exception(error), repr(error), str(error)]
            self._errors += [repr(error.args), repr(vars(error) if hasattr(error, "__dict__") else "")]
            error = error.__cause__ or error.__context__

    def shown(self, *those: object) -> None:
        """What these look like when they are printed."""
        self._errors += [repr(each) for each in those]

    @property
    def logs(self) -> str:
        """What was logged."""
        return self._logs.getvalue()

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join([self.logs, *self._errors])


@contextmanager
def listening() -> Iterator[Written]:
    """Every logger at its most talkative, as `--verbose` would have it."""
    found, root = Written(), logging.getLogger()
    loggers = [logging.getLogger(name) for name in (None, "telegram", "aiohttp", "asyncio", "channels", "httpx")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    root.addHandler(found.handler)
    try:
        yield found
    finally:
        root.removeHandler(found.handler)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


async def tries_everything(channel: Channel, written: Written, *others: Awaitable[object], picture: str) -> None:
    """Use an opened channel in every way; what fails is written down. `picture`: the key of one."""

    async def store(updates: object) -> None:
        raise OSError("the disk is full")

    written.shown(channel, vars(channel))
    calls: list[Awaitable[object]] = [channel.send("1", message) for message in MESSAGES]
    if isinstance(channel, Identified):
        calls.append(channel.identify())
    if isinstance(channel, WithMenus):
        calls += [channel.show_menu("1", "vi", [MenuEntry("a", "b")]), channel.show_menu(None, None, [])]
    for call in (*calls, *others):
        await fails(call, written)
    for endless in (channel.receive(store), channel.fetch(MediaReference(picture))):
        with suppress(TimeoutError):
            async with asyncio.timeout(0.03):
                await fails(endless, written)


async def fails(call: Awaitable[object], written: Written) -> None:
    """Whatever this raises is written down."""
    try:
        await call
    except Exception as error:
        written.error(error)


@asynccontextmanager
async def answering(answer: Answer) -> AsyncIterator[str]:
    """A server that answers so; its address."""
    runner = web.ServerRunner(web.Server(answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


# ---- answers -------------------------------------------------------------------------------------------------------


def echo(status: int, content_type: str, json_status: int | None = None) -> Answer:
    """As a proxy's error page does, it repeats the address that was asked for, in all its spellings.

    `json_status`: the HTTP status of errors in JSON, where it is not the error's own.
    """

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        told, sent = f"{request.url} {request.path_qs} {request.path}", status
        if content_type == "application/json":
            told = f'{{"ok": false, "error_code": {status}, "description": "cannot find {told}"}}'
            sent = json_status or status
        return web.Response(status=sent, text=told, content_type=content_type)

    return answer


async def cut(request: web.BaseRequest) -> web.StreamResponse:
    """Nothing but a closed connection."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def half(request: web.BaseRequest) -> web.StreamResponse:
    """Half an answer."""
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b"half")
    return await cut(request)


async def silent(request: web.BaseRequest) -> web.StreamResponse:
    """Nothing, for too long."""
    await asyncio.sleep(1)
    return web.Response()


async def elsewhere(request: web.BaseRequest) -> web.StreamResponse:
    """A redirect to another machine."""
    return web.Response(status=302, headers={"Location": str(request.url.with_host("127.0.0.2"))})


async def nonsense(request: web.BaseRequest) -> web.StreamResponse:
    """A success that makes no sense."""
    return web.Response(text='{"ok": true, "result": {"odd": 1}}', content_type="application/json")


def answers(json_status: int | None = None) -> Iterable[Answer]:
    """Everything a server may answer that is no success."""
    return [
        *[echo(status, "application/json", json_status) for status in (400, 401, 403, 404, 408, 409, 413, 429, 500)],
        *[echo(status, "text/html") for status in (200, 302, 400, 401, 403, 404, 429, 500, 502)],
        cut,
        half,
        silent,
        elsewhere,
        nonsense,
    ]


ADDRESSES: Final = (
    "http://127.0.0.1:1/bot",
    "http://nhacnop.invalid/bot",
    "https://127.0.0.1:1/bot",
    "http:///bot",
    "ftp://127.0.0.1/bot",
    "no url at all/bot",
    "http://[::1/bot",
    "http://127.0.0.1:99999/bot",
)
"""Where nobody answers."""
