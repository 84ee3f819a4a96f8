"""A province small enough to live weeks in seconds, and starting its replay as a process."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HEADER = "Mã đơn vị,Tên đơn vị,Cấp,Mã cấp trên,Chức vụ,Họ và tên,Số điện thoại"
COMMUNES = 18


def write_roster(path: Path) -> Path:
    """One province, three districts, eighteen communes, one of them without a secretary."""
    lines = [HEADER, "T1,Tỉnh Mẫu,tỉnh,,Điều phối,Lê Văn Tỉnh,"]
    for district in range(1, 4):
        lines.append(f"H{district},Huyện Số {district},huyện,T1,Điều phối,Trần Văn Huyện,")
        for commune in range(1, COMMUNES // 3 + 1):
            code = f"X{district}{commune}"
            who = ",," if code == "X11" else f"Bí thư,Nguyễn Thị {code},"
            lines.append(f"{code},Xã {district}.{commune},xã,H{district},{who}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def replay_command(roster: Path, out: Path, weeks: int, seed: int = 7) -> list[str]:
    """The command line of such a replay."""
    return [
        sys.executable, "-m", "bot", "replay", "--roster", str(roster), "--weeks", str(weeks), "--seed", str(seed),
        "--compliance", "0.7", "--out", str(out), "--json",
    ]  # fmt: skip


def played(roster: Path, out: Path, weeks: int, seed: int = 7) -> dict[str, Any]:
    """Live it to the end in a process and return what it printed."""
    done = subprocess.run(replay_command(roster, out, weeks, seed), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document
