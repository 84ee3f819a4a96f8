"""What `nhacnop run` takes while nothing happens on three platforms: Telegram and three bots of Zalo, which are polled,
and Viber, which only pushes, so that the web door is open.

The stand-ins hold each poll open as long as they are asked to, which is what the platforms do.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from bench.processes import CONFIG, cpu_seconds, free_port, resident_megabytes, running
from bench.report import Report
from bench.telegram_people import TOKEN
from bot.config_faults import TELEGRAM_TOKEN, VIBER_TOKEN, zalo_token

SECONDS = 60
"""How long it is looked at, after it has settled."""

SETTLES = 5

_CHANNELS = """\
channels:
  telegram: {{enabled: true, api_url: "{url}/bot", file_url: "{url}/file/bot"}}
  zalo: {{enabled: true, api_url: "{url}/zalo"}}
  viber: {{enabled: true, api_url: "{url}/viber"}}
"""
_WEB = 'web: {{port: {port}, public_url: "http://127.0.0.1:{port}"}}'


async def measure(report: Report) -> None:
    """A minute and a bit."""
    os.environ |= {TELEGRAM_TOKEN: TOKEN, VIBER_TOKEN: "a-token-of-a-bot-of-viber"}
    os.environ |= {zalo_token(f"zalo-{number}"): f"{number}:a-token-of-a-bot" for number in (1, 2, 3)}
    with tempfile.TemporaryDirectory() as folder:
        async with _platforms() as url:
            config = Path(folder) / "config.yaml"
            settings = CONFIG.replace("web: {enabled: false}", _WEB.format(port=free_port())) + _CHANNELS.format(
                url=url
            )
            await asyncio.to_thread(config.write_text, settings, "utf-8")
            with running(config) as (process, _):
                await asyncio.sleep(SETTLES)
                before = cpu_seconds(process)
                await asyncio.sleep(SECONDS)
                share = 100 * (cpu_seconds(process) - before) / SECONDS
                memory = resident_megabytes(process)
    report.figure("an idle run with four bots that poll and one that is pushed to, of one core", share, "%", limit=1)
    if memory is not None:
        report.figure("its resident memory", memory, "MB", limit=150)


@asynccontextmanager
async def _platforms() -> AsyncIterator[str]:
    runner = web.ServerRunner(web.Server(_answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _answer(request: web.BaseRequest) -> web.StreamResponse:
    """Nothing ever happens."""
    method = request.path.rpartition("/")[2]
    zalo = request.path.startswith("/zalo")
    told: dict[str, Any] = {"ok": True, "result": True}
    if request.path.startswith("/viber"):
        told = {"status": 0, "status_message": "ok", "uri": "bench", "webhook": ""}
    elif method == "getUpdates":
        wanted = await request.json()
        await asyncio.sleep(wanted["timeout"])
        told = (
            {"ok": False, "error_code": 408, "description": "Request timeout"} if zalo else {"ok": True, "result": []}
        )
    elif method == "getMe":
        told["result"] = {"id": "1", "account_name": "bot.a"} if zalo else {"id": 7, "username": "bench_bot"}
    return web.json_response(told)
