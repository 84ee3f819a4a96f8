"""Our web door as a process, up to the committed inbox row: `python -m bench.webhooks_ours`. Nothing is handled."""

import asyncio
import socket
from pathlib import Path

from bench.telegram_lines import obey
from bench.telegram_ours import folder_on_disk
from bench.telegram_people import TOKEN
from bot.clock import SystemClock
from bot.config import Config, WebSettings
from bot.door import Door
from bot.installation import install
from bot.organisation import organisation_of
from channels.telegram.access import Access
from channels.telegram.channel import TelegramChannel
from db import inbox
from web.hooks import Hooks


async def main() -> None:
    """Serve until the bench says stop."""
    with folder_on_disk() as folder:
        url = f"sqlite+aiosqlite:///{folder}/nhacnop.db"
        channel = TelegramChannel(Access(TOKEN), SystemClock(), hook_url="https://nhacnop.example/hook")
        installation = await install(organisation_of(Config()), url, Path(folder) / "media", [channel], SystemClock())
        hooks = Hooks(installation.channels, installation.intake.take_in_together)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            free = int(probe.getsockname()[1])
        door = Door(WebSettings(port=free), hooks.routes(), [hooks.gathering.run])
        door.open()

        async def port(_: object) -> int:
            return free

        async def stored(_: object) -> int:
            async with installation.database.snapshot() as tx:
                return await inbox.count(tx, "NEW")

        await obey({"port": port, "stored": stored})
        await door.close()
        await installation.close()


if __name__ == "__main__":
    asyncio.run(main())
