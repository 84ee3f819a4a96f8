"""How many new photos are taken for old ones in the long history of one page, and are the old ones found again?"""

import random
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial

from bench.screens import Moment, Phone, draw
from bench.screens_passed_on import as_jpeg, sent
from bench.screens_posts import Post, write_post
from core.likeness import Verdict, judge
from media.fingerprint import Fingerprint, take_fingerprint
from media.likeness import compare
from media.likeness_index import LikenessIndex
from media.likeness_sketch import probes_of, sketch_of

PHONE = Phone()
OTHER_PHONE = replace(PHONE, width=824, height=1738)
NEW = 1000
"""New posts that are held against the history, and old ones that come again."""
SHORT = (10, 30)
"""Words of a post above small print."""


def measure_history(count: int, small_print: int = 0) -> dict[str, float]:
    """Shares of new posts judged *same* and *similar* in a history of so many posts, and of old posts found again.

    The posts come from one page with one layout; three in ten of those with a picture share one of eight banners. With
    `small_print` they are short, and so many words stand below each of them.
    """
    screenshot, sent_again = partial(_screenshot, small_print), partial(_again, small_print)
    with ProcessPoolExecutor() as pool:
        history = list(pool.map(screenshot, range(count), chunksize=50))
        new = list(pool.map(screenshot, range(count, count + NEW), chunksize=50))
        again = list(pool.map(sent_again, range(0, count, max(1, count // NEW)), chunksize=50))
    photos = [Fingerprint.from_bytes(each) for each in history]
    index = LikenessIndex()
    start = time.perf_counter()
    index.load((number, sketch_of(photo)) for number, photo in enumerate(photos))
    print(
        f"{count} photos loaded in {time.perf_counter() - start:.1f} s, {sum(map(len, history)) / count:.0f} bytes each"
    )
    start = time.perf_counter()
    strangers = [_worst(Fingerprint.from_bytes(each), index, photos) for each in new]
    milliseconds = 1000 * (time.perf_counter() - start) / max(1, len(new))
    found = [_worst(Fingerprint.from_bytes(each), index, photos) for each in again]
    return {
        "history_new_same": strangers.count(Verdict.SAME) / len(strangers),
        "history_new_similar": strangers.count(Verdict.SIMILAR) / len(strangers),
        "history_again_caught": 1 - found.count(Verdict.NEW) / len(found),
        "history_ms_per_question": round(milliseconds, 1),
    }


def _post(number: int, small_print: int) -> Post:
    return write_post(number, words=SHORT, small_print=small_print) if small_print else write_post(number)


def _screenshot(small_print: int, number: int) -> bytes:
    posts = [_post(number, small_print), _post(10_000_000 + number, small_print)]
    return take_fingerprint(as_jpeg(draw(posts, PHONE, _moment(number)))).to_bytes()


def _again(small_print: int, number: int) -> bytes:
    """The same post from another phone at another time, with another one below it, sent through a messenger."""
    posts = [_post(number, small_print), _post(20_000_000 + number, small_print)]
    moment = replace(_moment(number + 1), more_likes=number % 40)
    return take_fingerprint(sent(as_jpeg(draw(posts, OTHER_PHONE, moment)))).to_bytes()


def _moment(number: int) -> Moment:
    dice = random.Random(number)
    return Moment(f"{dice.randint(6, 22)}:{dice.randint(10, 59)}", dice.randint(3, 100))


def _worst(photo: Fingerprint, index: LikenessIndex, photos: list[Fingerprint]) -> Verdict:
    verdicts = {judge(compare(photo, photos[each])) for each in index.candidates(probes_of(photo))}
    return next((verdict for verdict in (Verdict.SAME, Verdict.SIMILAR) if verdict in verdicts), Verdict.NEW)
