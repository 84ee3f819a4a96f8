"""A picture that came in is checked, then kept."""

import asyncio
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from media.checking import NotAPicture, PictureFault
from media.intake import take
from media.store import MediaStore


def png(colour: int) -> bytes:
    file = BytesIO()
    Image.new("L", (9, 7), colour).save(file, "PNG")
    return file.getvalue()


async def test_a_picture_is_kept_under_its_own_extension(tmp_path: Path) -> None:
    store = MediaStore(tmp_path)
    picture = await take(store, png(1))
    path = store.path(picture.sha256)
    assert path is not None
    assert (path.suffix, path.read_bytes()) == (".png", png(1))


def test_what_is_no_picture_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(NotAPicture) as raised:
        asyncio.run(take(MediaStore(tmp_path), b"%PDF-1.7"))
    assert raised.value.reason is PictureFault.NOT_A_PICTURE
    assert list(tmp_path.iterdir()) == []


async def test_many_pictures_are_taken_side_by_side(tmp_path: Path) -> None:
    store = MediaStore(tmp_path)
    pictures = await asyncio.gather(*(take(store, png(colour)) for colour in range(40)))
    assert len({picture.sha256 for picture in pictures}) == 40
    assert all(store.path(picture.sha256) for picture in pictures)
