"""Doing what a simulated person does, through the same platform that the visitor uses."""

from bot.demo.pictures import picture
from bot.replay.deeds import Deed, DeedKind
from bot.replay.pictures import PDF
from channels.local.messages import NotPossible
from channels.local.platform import LocalPlatform


def act(platform: LocalPlatform, deed: Deed) -> None:
    """One deed of one person. Doing it again changes nothing; a person who cannot write does not write."""
    try:
        if deed.kind is DeedKind.SAY:
            platform.say(deed.chat, deed.words, once=deed.key)
        elif deed.kind is DeedKind.PICTURES:
            contents = [picture(name) for name in deed.pictures]
            platform.send_pictures(deed.chat, contents, deed.words, once=deed.key)
        elif deed.kind is DeedKind.FILE:
            platform.send_file(deed.chat, deed.words, PDF, once=deed.key)
        elif deed.kind is DeedKind.CHOOSE:
            _press(platform, deed)
    except NotPossible:
        return


def _press(platform: LocalPlatform, deed: Deed) -> None:
    """Press the first button of this action under the newest message that offers one."""
    for message in reversed(platform.messages(deed.chat)):
        for option in message.options if message.from_bot else ():
            if option.action.partition(":")[0] == deed.words:
                platform.press(deed.chat, message.id, option.action, once=deed.key)
                return
