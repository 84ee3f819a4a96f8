"""An office's folder with its settings, and running a command in it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.session import CONFIG_VARIABLE

CONFIG = """\
organisation: {name: Tỉnh Mẫu}
database: {url: "sqlite+aiosqlite:///nhacnop.db"}
media: {dir: media}
holidays: {country: null}
"""

ROSTER = """\
Mã đơn vị,Tên đơn vị,Cấp,Mã cấp trên,Chức vụ,Họ và tên,Số điện thoại
T1,Tỉnh Mẫu,tỉnh,,Điều phối,Lê Văn Tỉnh,
H1,Huyện Một,huyện,T1,Điều phối,Trần Văn Một,
X1,Xã An Phú,xã,H1,Bí thư,Nguyễn Thị Hạnh,
X2,Xã Tân Lập,xã,H1,Bí thư,Phạm Văn Lập,
X3,Xã Hoà Sơn,xã,H1,,,
"""


@dataclass(frozen=True)
class Printed:
    """What a command printed and how it ended."""

    out: str
    err: str
    code: int

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Office:
    """A folder with settings and a roster file."""

    folder: Path
    run: Callable[..., Printed]

    @property
    def config(self) -> Path:
        """The settings' file."""
        return self.folder / "config.yaml"

    @property
    def roster(self) -> Path:
        """The roster's file."""
        return self.folder / "roster.csv"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    """An office that nobody has worked in yet; commands run in its folder."""
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(CONFIG_VARIABLE, raising=False)

    def run(*arguments: object) -> Printed:
        code: object = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code
        monkeypatch.delenv(CONFIG_VARIABLE, raising=False)
        printed = capsys.readouterr()
        return Printed(printed.out, printed.err, code if isinstance(code, int) else 0)

    return Office(tmp_path, run)
