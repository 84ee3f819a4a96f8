"""The bots that ours is held against, as a process: `python -m bench.telegram_echoes ptb|aiogram PORT`.

Each as its own documentation begins: the library's defaults, one handler that answers at once. They store nothing.
"""

import asyncio
import os
import sys
import threading
from io import BytesIO

from bench.telegram_people import TOKEN


def ptb(port: int) -> None:
    """python-telegram-bot with `run_polling`."""
    from telegram import Update  # noqa: PLC0415 - the other library is not to be in the same process
    from telegram.ext import Application, ContextTypes, MessageHandler, filters  # noqa: PLC0415 - as above

    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    async def keep(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        file = await update.message.photo[-1].get_file()
        await file.download_to_memory(BytesIO())
        await update.message.reply_text("ok")

    address = f"http://127.0.0.1:{port}"
    builder = Application.builder().token(TOKEN).base_url(f"{address}/bot").base_file_url(f"{address}/file/bot")
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(MessageHandler(filters.PHOTO, keep))
    application.run_polling()


def aiogram(port: int) -> None:
    """aiogram with `start_polling`."""
    from aiogram import Bot, Dispatcher, F  # noqa: PLC0415 - the other library is not to be in the same process
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415 - as above
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415 - as above
    from aiogram.types import Message  # noqa: PLC0415 - as above

    dispatcher = Dispatcher()

    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    async def keep(message: Message) -> None:
        assert message.bot is not None and message.photo is not None
        file = await message.bot.get_file(message.photo[-1].file_id)
        assert file.file_path is not None
        await message.bot.download_file(file.file_path, BytesIO())
        await message.answer("ok")

    dispatcher.message.register(echo, F.text)
    dispatcher.message.register(keep, F.photo)

    async def run() -> None:
        session = AiohttpSession(api=TelegramAPIServer.from_base(f"http://127.0.0.1:{port}"))
        await dispatcher.start_polling(Bot(TOKEN, session=session))

    asyncio.run(run())


def _end_with_the_bench() -> None:
    sys.stdin.read()
    os._exit(0)  # it has nothing to lose


if __name__ == "__main__":
    threading.Thread(target=_end_with_the_bench, daemon=True).start()
    {"ptb": ptb, "aiogram": aiogram}[sys.argv[1]](int(sys.argv[2]))
