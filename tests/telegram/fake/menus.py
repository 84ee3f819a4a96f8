"""The methods for the command menus, and which menu a person sees."""

import json
import re
from typing import Final

from tests.telegram.fake.chats import Chat, Platform
from tests.telegram.fake.checks import Json
from tests.telegram.fake.refusals import bad_request

_COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE: Final = re.compile(r"[a-z]{2}|")


def set_my_commands(platform: Platform, said: Json, _: object) -> bool:
    """setMyCommands."""
    commands = said["commands"]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not _COMMAND.fullmatch(each["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(each["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    platform.menus[_key(platform, said)] = commands
    return True


def get_my_commands(platform: Platform, said: Json, _: object) -> list[Json]:
    """getMyCommands: of exactly this scope and language."""
    return platform.menus.get(_key(platform, said), [])


def delete_my_commands(platform: Platform, said: Json, _: object) -> bool:
    """deleteMyCommands."""
    platform.menus.pop(_key(platform, said), None)
    return True


def menu_in(platform: Platform, chat: Chat, language: str) -> list[Json]:
    """The commands that a plain member of this chat sees: the narrowest scope that has any, language before none."""
    everywhere = "all_private_chats" if chat.kind == "private" else "all_group_chats"
    for scope in ({"type": "chat", "chat_id": chat.id}, {"type": everywhere}, {"type": "default"}):
        for wanted in (language, ""):
            if commands := platform.menus.get((_written(scope), wanted)):
                return commands
    return []


def _key(platform: Platform, said: Json) -> tuple[str, str]:
    scope = said.get("scope", {"type": "default"})
    language = said.get("language_code", "")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("LANG_CODE_INVALID")
    if "chat_id" in scope:
        scope = scope | {"chat_id": int(scope["chat_id"])}
        platform.chat(scope["chat_id"])
    return _written(scope), language


def _written(scope: Json) -> str:
    return json.dumps(scope, sort_keys=True)
