"""How does a stored picture leave the store? As pixels only: where and with what it was taken stays behind."""

from io import BytesIO

from PIL import Image, ImageOps

LONGEST = 1600
"""Pixels of the longer side at most: enough to read a screenshot's text on a phone."""

QUALITY = 82


def to_show(content: bytes, longest: int = LONGEST) -> bytes:
    """A stored picture as a JPEG that may be shown: turned as it is looked at, not enlarged, without any metadata.

    EXIF (place, time, serial numbers), comments and colour profiles are left behind. Of a moving picture the first
    frame. The content must have passed `inspect`. Computes for some 50 ms: call it in a thread.
    """
    with Image.open(BytesIO(content)) as picture:
        picture.draft("RGB", (longest, longest))
        turned = ImageOps.exif_transpose(picture)
        turned.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        opaque = Image.new("RGB", turned.size, "white")
        seen = turned.convert("RGBA") if turned.mode in ("P", "LA", "PA", "RGBA") else turned.convert("RGB")
        opaque.paste(seen, mask=seen.getchannel("A") if seen.mode == "RGBA" else None)
        out = BytesIO()
        opaque.save(out, "JPEG", quality=QUALITY, optimize=True)
        return out.getvalue()
