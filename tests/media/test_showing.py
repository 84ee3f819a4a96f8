"""What leaves the store: pixels, and nothing that tells where or with what they were taken."""

from io import BytesIO

import pytest
from PIL import Image

from media.checking import inspect
from media.showing import to_show

ORIENTATION, GPS, SERIAL, COMMENT = 0x0112, 0x8825, 0xA431, b"a secret place"


def with_exif(orientation: int = 1) -> bytes:
    picture = Image.new("RGB", (400, 200), "red")
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[SERIAL] = "SN-0815-4711"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (16.0, 49.0, 12.3)
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=COMMENT)
    return out.getvalue()


def test_neither_place_nor_serial_number_nor_comment_leaves_the_store() -> None:
    content = with_exif()
    assert b"SN-0815-4711" in content and COMMENT in content
    shown = to_show(content)
    assert b"SN-0815-4711" not in shown and COMMENT not in shown
    with Image.open(BytesIO(shown)) as picture:
        assert len(picture.getexif()) == 0
        assert not picture.info.get("comment") and not picture.info.get("icc_profile")


def test_a_picture_is_shown_as_it_is_looked_at() -> None:
    with Image.open(BytesIO(to_show(with_exif(orientation=6)))) as picture:
        assert picture.size == (200, 400)


@pytest.mark.parametrize(("size", "shown"), [((1080, 2340), (738, 1600)), ((1600, 900), (1600, 900)), ((9, 5), (9, 5))])
def test_a_large_picture_is_made_smaller_and_no_small_one_larger(size: tuple[int, int], shown: tuple[int, int]) -> None:
    out = BytesIO()
    Image.new("RGB", size, "blue").save(out, "JPEG")
    with Image.open(BytesIO(to_show(out.getvalue()))) as picture:
        assert picture.size == shown


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA", "1", "I;16", "L"])
def test_what_can_be_seen_through_is_laid_on_white(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (40, 40)).save(out, "PNG")
    with Image.open(BytesIO(to_show(out.getvalue()))) as picture:
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
        if mode in ("RGBA", "LA"):
            assert picture.getpixel((20, 20)) == (255, 255, 255)


def test_a_phones_heic_is_a_picture_and_can_be_shown(heic: bytes) -> None:
    picture = inspect(heic)
    assert (picture.content_type, picture.extension, picture.width, picture.height) == ("image/heic", "heic", 64, 48)
    with Image.open(BytesIO(to_show(heic))) as shown:
        assert shown.size == (64, 48)
