"""`nhacnop demo`: the whole product with no account anywhere, in the browser."""

import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path

import typer

from bot.commands.play import FIRST_MONDAY, named_after
from bot.commands.printing import run
from bot.config import Config
from bot.demo.note import NoteBroken, open_note
from bot.demo.people import ProvinceLost
from bot.demo.script import first_opening, opening_scene
from bot.demo.serving import Serving, bind
from bot.demo.stage import DATABASE_NAME, DemoStage, Scene
from bot.locking import alone_on
from bot.organisation import organisation_of
from bot.replay.staging import read_script_roster
from bot.session import CommandError, settings
from channels.local.journal import JournalBroken
from db.engine import sqlite_file
from texts.page import page_texts

SEED = 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo", help="The whole product with no account anywhere, in the browser.")(demo)


def demo(port: int = typer.Option(8080, min=0, max=65535, help="Where the page is; 0 takes any free port.")) -> None:
    """Serve the page on this machine until Ctrl-C. Started again it goes on where it was."""
    config = settings(may_be_missing=True)
    listener = bind(port)
    folder = _folder(config)
    with listener, alone_on(folder / DATABASE_NAME):
        try:
            run(_serve(Serving(_stage(config, folder), listener)))
        except (NoteBroken, JournalBroken, ProvinceLost) as broken:
            raise CommandError(f"{broken}; nothing was changed. Remove {folder} to begin a new demo") from broken
    print("stopped; it goes on from here next time", file=sys.stderr)


def _folder(config: Config) -> Path:
    """Beside the database, or beside the pictures when the database is no file."""
    file = sqlite_file(config.database_url)
    return (file or config.media_dir).parent / "demo"


def _stage(config: Config, folder: Path) -> DemoStage:
    organisation = organisation_of(config)
    roster = read_script_roster(organisation, None)
    organisation = named_after(organisation, roster, config)
    first, ready = opening_scene(organisation, first_opening(organisation, FIRST_MONDAY))
    note = open_note(folder, SEED, first, ready)
    admin = page_texts(organisation.language)["demo.admin_name"]
    return DemoStage(Scene(folder, organisation, roster, admin), note)


async def _serve(serving: Serving) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no such handlers; Ctrl-C raises KeyboardInterrupt there
            loop.add_signal_handler(name, serving.stop)
    await serving.run(lambda: _announce(serving.address))


def _announce(address: str) -> None:
    print(f"The demo is at {address} - open it in a browser. Ctrl-C stops it.", file=sys.stderr, flush=True)
