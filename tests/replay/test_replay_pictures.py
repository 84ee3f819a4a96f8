"""Evidence from a folder: every name another file, whatever is chosen."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.replay.pictures import NoPictures, from_folder


def test_every_name_has_a_picture_of_its_own_that_can_be_opened(tmp_path: Path) -> None:
    for number in range(2):
        Image.new("RGB", (90, 160), (40 * number, 90, 120)).save(tmp_path / f"{number}.jpg")
    (tmp_path / "families.json").write_text("{}", encoding="utf-8")
    chosen = from_folder(tmp_path)
    names = [f"X{number}/2023-W40/0" for number in range(30)]
    assert len({hashlib.sha256(chosen(name)).hexdigest() for name in names}) == len(names)
    assert {Image.open(BytesIO(chosen(name))).size for name in names} == {(90, 160)}
    assert chosen(names[0]) == from_folder(tmp_path)(names[0])


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoPictures, match=r"holds no \.jpg files"):
        from_folder(tmp_path)
