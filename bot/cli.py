"""The command line: `nhacnop COMMAND`. Each command lives in bot/commands; this file names and joins them.

A command's module is imported when the command is wanted: `run` starts without what draws a page or a sheet.
"""

import gc
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from bot.ailing import database_told, file_told
from bot.config_faults import ConfigError
from bot.file_rights import for_us_alone
from bot.logs import tell
from bot.memory import share_memory
from bot.roster_import import RosterRefused
from bot.session import CONFIG_VARIABLE, CommandError
from bot.usage import UsageError, for_people, told
from db.engine import DatabaseAway
from db.migrate import HalfDatabase, NewerDatabase

COMMANDS: Mapping[str, str] = {
    "demo": "demo",
    "replay": "play",
    "run": "serve",
    "check": "check",
    "migrate": "upkeep",
    "backup": "backup",
    "restore": "backup",
    "doctor": "doctor",
    "roster": "roster",
    "invites": "invite",
    "admin-invite": "invite",
    "status": "status",
    "plan": "plan",
    "report": "report",
    "link": "link",
}
"""Each command, in the order of the help, and the module of bot/commands that it lives in."""


def _collect_garbage() -> None:
    """From now on, and only in what is made from now on; see `bot/__main__.py`, which switched it off."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


class Commands(TyperGroup):
    """Knows the commands by name and fetches the one that is wanted."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All of them, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name; None when there is none."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        room = typer.Typer()
        room.callback()(lambda: None)  # else a room with one command would be that command
        import_module(f"bot.commands.{module}").register(room)
        _collect_garbage()
        return for_people(typer.main.get_group(room).commands[cmd_name])


app = typer.Typer(
    name="nhacnop",
    cls=Commands,
    help="Keeps a weekly duty alive: reminders, evidence and alerts in chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _root(config: str = typer.Option(None, "--config", help="The settings, before or after the command.")) -> None:
    if config:
        os.environ[CONFIG_VARIABLE] = config


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command. Errors are one clear line on stderr and a non-zero exit; never a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for_us_alone()
    share_memory()
    try:
        _run(_config_first(given))
    except ConfigError as error:
        _fail(str(error), 2)
    except RosterRefused as refused:
        _fail("\n".join([*refused.lines, "nothing was changed"]), 1)
    except CommandError as error:
        _fail(str(error), error.code)
    except NewerDatabase as newer:
        _fail(
            f'the database is of a newer version of nhacnop (revision "{newer}") and was left untouched; '
            "use that version, or another database.url",
            1,
        )
    except HalfDatabase as half:
        _fail(
            f"the database is half made ({half}) and was left untouched: it is another program's, or somebody changed "
            "it by hand. Move it away and bring the newest backup back with nhacnop restore, "
            "or choose another database.url",
            1,
        )
    except DatabaseAway as away:
        _fail(database_told(away), 1)
    except KeyboardInterrupt:
        _fail("stopped", 130)
    except OSError as error:
        _fail(file_told(error), 1)
    except Exception as error:
        if os.environ.get("NHACNOP_DEBUG"):
            traceback.print_exc()
        _fail(f"a mistake of the program: {type(error).__name__}: {error} (NHACNOP_DEBUG=1 shows where)", 70)


def _run(arguments: list[str]) -> None:
    """Run one command and end with its exit code; what cannot be understood is said in a sentence."""
    try:
        code = for_people(typer.main.get_command(app))(args=arguments, standalone_mode=False)
    except UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # whoever says nothing gets the help, which is printed by now
            raise SystemExit(error.exit_code) from error
        raise CommandError(told(error), error.exit_code) from error
    except typer.Abort as stopped:
        raise CommandError("stopped; nothing was changed") from stopped
    raise SystemExit(code or 0)


def _config_first(arguments: list[str]) -> list[str]:
    """`--config FILE` counts before and after the command; here it is moved to the front."""
    found: list[str] = []
    rest: list[str] = []
    position = 0
    while position < len(arguments):
        word = arguments[position]
        if word == "--":
            rest += arguments[position:]
            break
        if word == "--config":
            if position + 1 == len(arguments):
                raise CommandError("--config names no file; write --config FILE", 2)
            found += arguments[position : position + 2]
            position += 1
        elif word.startswith("--config="):
            found.append(word)
        else:
            rest.append(word)
        position += 1
    return found + rest


def _fail(message: str, code: int) -> None:
    tell(message, bad=True)
    raise SystemExit(code)
