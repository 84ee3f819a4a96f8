"""python-telegram-bot's webhook server as a process, with a handler that does nothing: `python -m bench.webhooks_ptb`.

As its documentation begins; only what it would ask of Telegram is answered here, because Telegram is not there.
"""

import asyncio
import socket
from typing import Any

from telegram import Bot, Update, User
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bench.telegram_lines import obey
from bench.telegram_people import TOKEN
from channels.hooking import secret_of


class Unconnected(Bot):
    """A bot whose Telegram says yes to everything."""

    async def get_me(self, *arguments: Any, **named: Any) -> User:
        """Itself."""
        self._bot_user = User(int(TOKEN.partition(":")[0]), "Bot", True, username="bench_bot")
        return self._bot_user

    async def set_webhook(self, *arguments: Any, **named: Any) -> bool:
        """As you wish."""
        return True

    async def delete_webhook(self, *arguments: Any, **named: Any) -> bool:
        """As you wish."""
        return True


async def main() -> None:
    """Serve until the bench says stop."""
    seen = 0

    async def nothing(_: Update, __: ContextTypes.DEFAULT_TYPE) -> None:
        nonlocal seen
        seen += 1

    application = Application.builder().bot(Unconnected(TOKEN)).build()
    application.add_handler(MessageHandler(filters.ALL, nothing))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])

    async def port(_: object) -> int:
        return free

    async def handled(_: object) -> int:
        return seen

    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_webhook("127.0.0.1", free, "hook", secret_token=secret_of(TOKEN))
        await obey({"port": port, "handled": handled})
        await application.updater.stop()
        await application.stop()


if __name__ == "__main__":
    asyncio.run(main())
