"""The command that measures likeness ends with its one line, whatever is in the folder."""

import json
import subprocess
import sys
from pathlib import Path

from bench.screens import Moment, Phone, draw
from bench.screens_posts import write_post

ROOT = Path(__file__).parents[1]


def run(folder: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "bench/likeness.py", str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_any_kind_of_picture_is_measured_and_what_is_none_is_named(tmp_path: Path) -> None:
    for number, ending in enumerate(("png", "WEBP", "JPG", "jpeg")):
        for variant in "aBcd" if ending != "JPG" else "ab":
            shown = draw([write_post(number)], Phone(), Moment(more_likes=7 * (variant == "d")))
            shown.save(tmp_path / f"{number:02}-{variant}.{ending}")
    (tmp_path / "00-a.txt").write_text("nothing")
    (tmp_path / "07-c.jpg").write_bytes((tmp_path / "03-a.jpeg").read_bytes()[:9000])
    (tmp_path / "08-a.jpg").mkdir()
    (tmp_path / "README.md").write_text("nothing")
    ended = run(tmp_path)
    found = json.loads(ended.stdout)
    milliseconds = found.pop("ms_per_photo")
    assert milliseconds > 0
    assert found == {"b_same": 1.0, "c_caught": 1.0, "d_caught": 1.0, "other_same": 0.0, "other_similar": 0.0}
    assert ended.stderr.count("left out") == 2 and "Traceback" not in ended.stderr


def test_a_folder_with_one_picture_is_measured_and_what_is_missing_is_said(tmp_path: Path) -> None:
    draw([write_post(1)], Phone()).save(tmp_path / "1-a.png")
    ended = run(tmp_path)
    assert json.loads(ended.stdout)["b_same"] == 0.0
    assert ended.stderr.count("that share is 0") == 3


def test_a_folder_without_pictures_is_said_so(tmp_path: Path) -> None:
    for folder, said in ((tmp_path, "no pictures named like"), (tmp_path / "none", "no such folder")):
        ended = run(folder)
        assert ended.returncode == 1 and said in ended.stderr and "Traceback" not in ended.stderr
