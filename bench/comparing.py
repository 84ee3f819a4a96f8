"""Likeness: how well photos are known again, how fast, and what a long history costs. See docs/likeness.md."""

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from statistics import median

from bench.likeness import Photos, judged
from bench.likeness_history import measure_history
from bench.likeness_loading import measure_loading
from bench.likeness_rows import measure_rows
from bench.report import Report
from bench.screens import DARK, GREEN, Moment, Phone, draw
from bench.screens_passed_on import as_jpeg, cropped, sent
from bench.screens_posts import Post, write_post
from media.fingerprint import Fingerprint, take_fingerprint

POSTS = 60
HISTORY = 1_000
LONG_HISTORY = 10_000
ROWS = 1_000_000
SMALL_PRINT = 50

_serif = partial(Phone, theme=GREEN, picture_first=True, font="DejaVuSerif.ttf", bold="DejaVuSerif-Bold.ttf")
LOOKS = {
    "light": (Phone(), Phone(width=824, height=1738)),
    "dark, full HD": (
        Phone(width=1080, height=2340, size=42, theme=DARK),
        Phone(width=1170, height=2532, size=44, theme=DARK),
    ),
    "serif letters, picture first": (
        _serif(),
        _serif(width=824, height=1738),
    ),
    "a small screen, then larger letters": (Phone(width=540, height=1170, size=21), Phone(size=36)),
}
PAGES = {"3 to 8": (3, 8), "8 to 30": (8, 30)}
"""Above the small print so many words of the post's own."""


async def measure(report: Report) -> None:
    """Made-up screenshots of several looks, a history of 1,000 of one page, and a look-up among 1,000,000."""
    for look, (phone, other) in LOOKS.items():
        found = judged(_photos(phone, other))
        _judged(report, look, found)
    for words, length in PAGES.items():
        found = judged(_photos(Phone(), Phone(width=824, height=1738), length, SMALL_PRINT))
        _judged(report, f"{SMALL_PRINT} words of small print below {words}", found)
    report.figure("fingerprint of a JPEG of 1080 x 2340 pixels", _milliseconds(), "ms", limit=40)
    _history(report, HISTORY)
    rows = measure_rows(ROWS)
    report.figure("loading 1,000,000 sketches", rows["load_seconds"], "s")
    report.figure("  which then take", rows["megabytes"], "MB")
    report.figure("look-up among 1,000,000 photos", rows["lookup_ms"], "ms", limit=20)
    report.figure("  the slowest of 50", rows["lookup_ms_slowest"], "ms")


async def long_history(report: Report) -> None:
    """The same for 10,000 screenshots of one page, and of one that puts the same small print below all its posts."""
    _history(report, LONG_HISTORY)
    _history(report, LONG_HISTORY, SMALL_PRINT)


async def loading(report: Report) -> None:
    """From a database of 1,000,000 photos to the first look-up."""
    found = await measure_loading(ROWS)
    report.figure("loading 1,000,000 photos from the database", found["seconds"], "s")
    report.figure("  resident memory more than before", found["megabytes"], "MB")


def _judged(report: Report, page: str, found: dict[str, float]) -> None:
    for figure, least in (("b_same", 0.99), ("c_caught", 0.95), ("d_caught", 0.7)):
        report.figure(f"{page}: {figure}", found[figure], "of 1", least=least)
    for figure, limit in (("other_same", 0.0), ("other_similar", 0.01)):
        report.figure(f"{page}: {figure}", found[figure], "of 1", limit=limit)


def _history(report: Report, count: int, small_print: int = 0) -> None:
    found = measure_history(count, small_print)
    page = f"{count:,} of the page" + (f" with {small_print} words of small print" if small_print else "")
    report.figure(f"new posts beside {page}: same", found["history_new_same"], "of 1", limit=0.0)
    report.figure(f"new posts beside {page}: similar", found["history_new_similar"], "of 1", limit=0.01)
    wanted = None if small_print else 0.7  # nobody asked for a share of such short ones
    caught = found["history_again_caught"]
    report.figure("posts that come again from another phone: caught", caught, "of 1", least=wanted)
    report.figure("comparing one photo with the likeliest thirty", found["history_ms_per_question"], "ms")


def _photos(phone: Phone, other: Phone, words: tuple[int, int] = (30, 75), small_print: int = 0) -> Photos:
    posts = [write_post(number, words=words, small_print=small_print) for number in range(POSTS)]
    with ProcessPoolExecutor() as pool:
        taken = pool.map(_variants, ((post, phone, other) for post in posts), chunksize=5)
        return {
            f"{number:02}": {variant: Fingerprint.from_bytes(kept) for variant, kept in variants.items()}
            for number, variants in enumerate(taken)
        }


def _variants(which: tuple[Post, Phone, Phone]) -> dict[str, bytes]:
    post, phone, other = which
    one = as_jpeg(draw([post], phone, Moment("9:41", 80)))
    again = as_jpeg(draw([post], other, Moment("21:07", 34, more_likes=post.likes % 60)))
    variants = {"a": one, "b": sent(one), "c": cropped(one), "d": again}
    return {variant: take_fingerprint(content).to_bytes() for variant, content in variants.items()}


def _milliseconds() -> float:
    phone = replace(Phone(), width=1080, height=2340, size=42)
    return median(_timed(as_jpeg(draw([write_post(number)], phone), 90)) for number in _warm(15))


def _warm(count: int) -> Iterator[int]:
    """Numbers of posts; the first fingerprint is taken before, as it loads what it needs."""
    take_fingerprint(as_jpeg(draw([write_post(0)], Phone())))
    yield from range(count)


def _timed(content: bytes) -> float:
    began = time.perf_counter()
    take_fingerprint(content)
    return (time.perf_counter() - began) * 1000
