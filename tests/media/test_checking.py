"""Which bytes are taken as a picture, and why others are not."""

import hashlib
import struct
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from media.checking import MAX_BYTES, NotAPicture, Picture, PictureFault, inspect


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def noise(width: int = 80, height: int = 60) -> Image.Image:
    return Image.effect_noise((width, height), 60).convert("RGB")


def fault(content: bytes) -> PictureFault:
    with pytest.raises(NotAPicture) as raised:
        inspect(content)
    return raised.value.reason


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises this size and has nothing behind."""
    whole = bytearray(encoded(Image.new("1", (1, 1)), "PNG"))
    whole[16:24] = struct.pack(">II", width, height)
    whole[29:33] = struct.pack(">I", zlib.crc32(whole[12:29]))
    return bytes(whole)


@pytest.mark.parametrize(
    ("kind", "content_type", "extension"),
    [
        ("JPEG", "image/jpeg", "jpg"),
        ("PNG", "image/png", "png"),
        ("WEBP", "image/webp", "webp"),
        ("GIF", "image/gif", "gif"),
        ("BMP", "image/bmp", "bmp"),
        ("MPO", "image/jpeg", "jpg"),
    ],
)
def test_a_picture_is_known_by_its_bytes(kind: str, content_type: str, extension: str) -> None:
    content = encoded(noise(80, 61), kind)
    sha256 = hashlib.sha256(content).hexdigest()
    assert inspect(content) == Picture(content_type, extension, 80, 61, sha256, len(content))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "I;16"])
def test_pngs_of_every_colouring_are_pictures(mode: str) -> None:
    assert inspect(encoded(Image.new(mode, (9, 7)), "PNG")).width == 9


@pytest.mark.parametrize("options", [{"progressive": True}, {"quality": 5}, {"subsampling": 0}])
def test_jpegs_of_every_make_are_pictures(options: dict[str, Any]) -> None:
    assert (inspect(encoded(noise(), "JPEG", **options)).width, inspect(encoded(noise(), "JPEG")).height) == (80, 60)
    assert inspect(encoded(noise().convert("CMYK"), "JPEG", **options)).height == 60
    assert inspect(encoded(Image.new("L", (1, 1)), "JPEG", **options)).width == 1


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "MPO"])
def test_a_moving_picture_is_a_picture(kind: str) -> None:
    frames = [noise() for _ in range(3)]
    assert inspect(encoded(frames[0], kind, save_all=True, append_images=frames[1:])).width == 80


def test_a_turned_photo_keeps_the_size_it_is_stored_with() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = inspect(encoded(noise(80, 60), "JPEG", exif=exif))
    assert (turned.width, turned.height) == (80, 60)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"BM la chu dau cua mot van ban binh thuong, khong phai anh",
        b"PK\x03\x04 a docx or an xlsx",
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00",
        b"https://example.org/tin-bai",
        bytes(1000),
    ],
)
def test_anything_else_is_no_picture(content: bytes) -> None:
    assert fault(content) is PictureFault.NOT_A_PICTURE


def test_a_pdf_made_by_pillow_is_no_picture_whatever_its_name() -> None:
    assert fault(encoded(noise(), "PDF")) is PictureFault.NOT_A_PICTURE


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1"])
def test_a_damaged_heic_is_broken(brand: bytes) -> None:
    assert fault(b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00mif1heic" + bytes(50)) is PictureFault.BROKEN


@pytest.mark.parametrize("brand", [b"hevc", b"msf1", b"avif", b"avis"])
def test_the_kin_of_heic_are_unsupported(brand: bytes) -> None:
    assert fault(b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00mif1heic" + bytes(50)) is PictureFault.UNSUPPORTED


def test_tiff_is_unsupported() -> None:
    assert fault(encoded(noise(), "TIFF")) is PictureFault.UNSUPPORTED


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "MPO"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.97])
def test_a_picture_cut_short_is_broken(kind: str, part: float) -> None:
    content = encoded(noise(200, 150), kind)
    assert fault(content[: int(len(content) * part)]) is PictureFault.BROKEN


def test_a_picture_with_only_its_first_bytes_is_broken() -> None:
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP"):
        assert fault(encoded(noise(), kind)[:20]) is PictureFault.BROKEN


def test_rubbish_inside_a_png_is_broken() -> None:
    content = bytearray(encoded(noise(), "PNG"))
    content[60:200] = bytes(140)
    assert fault(bytes(content)) is PictureFault.BROKEN


@pytest.mark.parametrize(("more", "fits"), [(-1, True), (0, True), (1, False)])
def test_a_picture_has_at_most_20_megabytes(more: int, fits: bool) -> None:
    content = encoded(noise(), "JPEG")
    content += bytes(MAX_BYTES - len(content) + more)
    if fits:
        assert inspect(content).width == 80
    else:
        assert fault(content) is PictureFault.TOO_HEAVY


@pytest.mark.parametrize(
    ("width", "height"),
    [(12_000, 12_000), (10_000, 10_001), (30_001, 1), (1, 30_001), (2**31 - 1, 2**31 - 1), (20_000, 9_000)],
)
def test_a_size_above_the_limits_is_told_by_the_header(width: int, height: int) -> None:
    assert fault(png_header(width, height)) is PictureFault.TOO_LARGE


@pytest.mark.parametrize(("width", "height"), [(30_000, 1), (1, 29_999), (29_999, 2)])
def test_the_longest_side_allowed_is_a_picture(width: int, height: int) -> None:
    assert inspect(encoded(Image.new("L", (width, height)), "PNG")).width == width


@pytest.mark.parametrize(("height", "fits"), [(9_999, True), (10_000, True), (10_001, False)])
def test_a_hundred_megapixels_are_the_most(height: int, fits: bool) -> None:
    """90 to 100 are where Pillow itself would begin to warn."""
    content = encoded(Image.new("L", (10_000, height)), "JPEG", quality=10)
    if fits:
        assert inspect(content).height == height
    else:
        assert fault(content) is PictureFault.TOO_LARGE


def test_a_gif_whose_frame_is_larger_than_its_screen_is_judged_by_the_frame() -> None:
    content = bytearray(encoded(Image.new("P", (10, 10)), "GIF"))
    frame = content.index(b",")
    content[frame + 5 : frame + 9] = struct.pack("<HH", 65_535, 65_535)
    assert fault(bytes(content)) is PictureFault.TOO_LARGE


def test_a_phones_odd_exif_is_no_fault_and_no_warning() -> None:
    exif = Image.Exif()
    exif[0x011A] = 72.0
    content = encoded(noise(), "JPEG", exif=exif)
    tiff = content.index(b"Exif\x00\x00") + 6
    odd = content[: tiff + 8] + b"\x00\xff" + content[tiff + 10 :]  # 255 entries where there is one
    assert odd != content
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert inspect(odd).width == 80
    assert caught == []


def test_many_threads_check_side_by_side_and_leave_the_warnings_as_they_were() -> None:
    contents = [encoded(noise(), kind) for kind in ("JPEG", "PNG", "WEBP", "GIF")] * 25
    before = list(warnings.filters)
    with ThreadPoolExecutor(8) as threads:
        assert {picture.width for picture in threads.map(inspect, contents)} == {80}
    assert list(warnings.filters) == before


WHOLE = [encoded(noise(16, 12), kind) for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP")]


@given(st.sampled_from(WHOLE), st.integers(0, 3000), st.binary(max_size=12))
@example(WHOLE[0], 0, b"")
def test_bytes_that_were_tampered_with_are_a_picture_or_a_fault_never_an_error(
    content: bytes, place: int, rubbish: bytes
) -> None:
    tampered = content[:place] + rubbish + content[place + len(rubbish) :]
    try:
        picture = inspect(tampered)
    except NotAPicture as error:
        assert error.reason in PictureFault
    else:
        assert picture.width * picture.height <= 100_000_000
