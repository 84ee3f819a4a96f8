"""A province of twelve communes whose past is two days: the demo in small, for tests.

Run as a program it serves that demo on loopback: `small_province.py FOLDER PORT`. It says on stderr where.
"""

import asyncio
import signal
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.config import Config
from bot.demo.note import Note, open_note
from bot.demo.script import first_opening
from bot.demo.serving import Serving, bind
from bot.demo.stage import DemoStage, Scene
from bot.organisation import organisation_of
from bot.roster_import import read_content

_USUAL = organisation_of(Config())
ORGANISATION = replace(_USUAL, words=replace(_USUAL.words, organisation="Tỉnh A"))
FIRST = first_opening(ORGANISATION, "2023-10-02")
READY = FIRST + timedelta(days=2, hours=9)
"""The past ends on Wednesday at 09:00 local time."""

_COMMUNES = ("An Phú", "Tân Lập", "Hoà Sơn", "Phú Lộc", "Bình Minh", "Đông Hải")


def roster_csv() -> bytes:
    """One province, two districts with six communes each, the last one of each vacant."""
    rows = [
        "Mã đơn vị,Tên đơn vị,Cấp,Mã cấp trên,Chức vụ,Họ và tên,Số điện thoại",
        "T1,Tỉnh A,tỉnh,,Điều phối,Bùi Văn Hạnh,",
    ]
    for district, name in ((1, "Huyện Sông Hồng"), (2, "Huyện Sông Mây")):
        rows.append(f"H{district},{name},huyện,T1,Điều phối,Lê Thị Mai {'Lan'[:district]},")
        for number, commune in enumerate(_COMMUNES, start=1):
            holder = f"Bí thư,Trần Văn Nam {number}{district}," if number < len(_COMMUNES) else ",,"
            rows.append(f"X{district}{number},Xã {commune} {district},xã,H{district},{holder}")
    return "\n".join(rows).encode()


def scene(folder: Path) -> Scene:
    """The small province in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return Scene(folder, ORGANISATION, read_content(roster_csv(), "small.csv", ORGANISATION), "Quản trị tỉnh")


def note(folder: Path, ready: datetime = READY) -> Note:
    """The note of this folder, or a new one."""
    folder.mkdir(parents=True, exist_ok=True)
    return open_note(folder, 1, FIRST, ready)


async def _serve(folder: Path, port: int) -> None:
    with bind(port) as listener:
        serving = Serving(DemoStage(scene(folder), note(folder)), listener)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.stop)
        await serving.run(lambda: _say(serving.address))


def _say(address: str) -> None:
    sys.stderr.write(f"{address}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2])))
