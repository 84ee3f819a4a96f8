"""Files for those whose chat carries none: signs their addresses, and says who may still fetch them."""

import asyncio
import hashlib
import os
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Config
from bot.config_faults import LINK_KEY
from bot.secret_text import SecretText, secret
from core.calendar import local_day
from core.download_tokens import KEY_BYTES, Download, Shelf, sign
from core.ports import Person
from core.roles import Role
from db import people

if TYPE_CHECKING:
    from bot.installation import Installation
    from web.downloads import Downloads

GOOD_FOR = timedelta(days=3)
"""How long an address opens its file: a weekend, and a day more."""

_KEY_FILE = "link.key"


class SignedLinks:
    """Makes addresses below the one at which the world reaches this installation."""

    def __init__(self, public_url: str, key: bytes) -> None:
        self._public_url = public_url
        self._key = key

    def link(self, name: str, sha256: str, member: int | None, now: datetime) -> str:
        """Where this member gets a document."""
        return self._address(Download(Shelf.DOCUMENT, sha256, name, member, now + GOOD_FOR))

    def picture(self, sha256: str, member: int | None, now: datetime) -> str:
        """Where this member sees a picture."""
        return self._address(Download(Shelf.PICTURE, sha256, f"{sha256[:12]}.jpg", member, now + GOOD_FOR))

    def _address(self, download: Download) -> str:
        return f"{self._public_url}/f/{sign(self._key, download)}"


def links_of(config: Config) -> SignedLinks | None:
    """The links of these settings; None while the world does not reach this installation."""
    if not config.web.enabled or config.web.public_url is None:
        return None
    return SignedLinks(config.web.public_url, link_key(config, os.environ))


def link_key(config: Config, environ: Mapping[str, str]) -> bytes:
    """The key that signs: from NHACNOP_LINK_KEY, else from a file beside the pictures that is made once.

    Another key (the file deleted, the variable changed) ends every link at once. Several machines want the variable.
    """
    given: SecretText | None = secret(LINK_KEY, environ)
    if given is not None:
        return hashlib.sha256(given.reveal().encode()).digest()
    file = config.media_dir.parent / _KEY_FILE
    try:
        key = file.read_bytes()
    except FileNotFoundError:
        return _made(file)
    if len(key) == KEY_BYTES:
        return key
    file.unlink(missing_ok=True)
    return _made(file)


def _made(file: Path) -> bytes:
    """A fresh key, or the one that another process has made meanwhile: all of them must have the same."""
    key = secrets.token_bytes(KEY_BYTES)
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(key)
    try:
        os.link(fresh, file)
    except FileExistsError:
        return file.read_bytes()
    except OSError:  # a disk that knows no links
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    return key


def downloads_of(config: Config, installation: "Installation") -> "Downloads":
    """What the door serves of this installation's files."""
    from media.showing import to_show  # noqa: PLC0415 - only where there is a door
    from media.store import MediaStore  # noqa: PLC0415 - as above
    from web.downloads import Downloads  # noqa: PLC0415 - as above

    pictures, documents = MediaStore(config.media_dir), MediaStore(config.documents_dir)

    async def picture(sha256: str) -> bytes:
        return await asyncio.to_thread(to_show, await pictures.read(sha256))

    async def may(download: Download) -> bool:
        """Whether its member can still be reached in a chat of ours and, for a document, still has any office.

        Which documents an office may see is not looked at again: it was when the address was sent.
        """
        if download.member is None:
            return True
        async with installation.database.snapshot() as tx:
            if not (await people.addresses_of(tx, [download.member])).get(download.member):
                return False
            today = local_day(installation.in_force.organisation.calendar, installation.clock.now())
            view = await people.member_view(tx, download.member, today)
            return download.shelf is Shelf.PICTURE or Role.FORMER not in view.roles

    gone = str(installation.in_force.texts.say(Person(), "download.gone"))
    shelves = {Shelf.PICTURE: picture, Shelf.DOCUMENT: documents.read}
    return Downloads(link_key(config, os.environ), shelves, installation.clock.now, may, gone)
