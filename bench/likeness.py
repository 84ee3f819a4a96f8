"""How well are photos known again? `python bench/likeness.py FOLDER`, with files named NN-a.jpg to NN-d.jpg.

a: a screenshot of post NN; b: the same file compressed again; c: cropped; d: the same post from another phone. The last
line is one JSON document. With `--history 10000` new made-up posts are also held against that many screenshots
of other posts of the same page, and with `--rows 1000000` the look-up is timed in a history of that length.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a file, it knows only its own folder

from bench.likeness_history import measure_history
from bench.likeness_rows import measure_rows
from core.likeness import Verdict, judge
from media.fingerprint import Fingerprint, take_fingerprint
from media.fingerprint_picture import small_grey
from media.likeness import compare

VARIANTS = ("a", "b", "c", "d")
Photos = dict[str, dict[str, Fingerprint]]  # by post, then by variant


def main() -> None:
    """Read the command line, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--history", type=int, default=0, help="hold new made-up posts against so many screenshots")
    options.add_argument("--rows", type=int, default=0, help="time the look-up among so many photos")
    chosen = options.parse_args()
    if not chosen.folder.is_dir():
        sys.exit(f"{chosen.folder}: no such folder")
    photos, milliseconds = read_photos(chosen.folder)
    if not photos:
        sys.exit(f"{chosen.folder}: no pictures named like 01-a.jpg")
    for variant in VARIANTS[1:]:
        if not any({"a", variant} <= set(each) for each in photos.values()):
            print(f"no post has both a picture -a and one -{variant}: that share is 0", file=sys.stderr)
    if chosen.history:
        print(json.dumps(measure_history(chosen.history)))
    if chosen.rows:
        print(json.dumps(measure_rows(chosen.rows)))
    print(json.dumps({**judged(photos), "ms_per_photo": round(milliseconds, 1)}))


def read_photos(folder: Path) -> tuple[Photos, float]:
    """The fingerprints of a folder's photos, and how many milliseconds one took (the median).

    Files of any kind and with endings of any case. What is no picture is left out, and named on stderr.
    """
    photos: Photos = {}
    seconds: list[float] = []
    for file in sorted(folder.iterdir()):
        post, _, variant = file.stem.rpartition("-")
        if not post or variant.lower() not in VARIANTS or not file.is_file():
            continue
        content = _read(file)
        if content is None:
            print(f"{file.name}: cannot be read as a picture, left out", file=sys.stderr)
            continue
        start = time.perf_counter()
        photos.setdefault(post, {})[variant.lower()] = take_fingerprint(content)
        seconds.append(time.perf_counter() - start)
        if photos[post][variant.lower()].blank:
            print(f"{file.name}: a picture in which nothing can be told apart", file=sys.stderr)
    return photos, 1000 * median(seconds or [0.0])


def _read(file: Path) -> bytes | None:
    """The bytes of a picture; None where the file cannot be read, or is none."""
    try:
        content = file.read_bytes()
        small_grey(content)
    except MemoryError:
        raise
    except Exception:  # hostile bytes make decoders raise nearly anything
        return None
    return content


def judged(photos: Photos) -> dict[str, float]:
    """The shares of photos that were judged so, from 0 to 1."""
    own = {
        variant: [judge(compare(v["a"], v[variant])) for v in photos.values() if {"a", variant} <= set(v)]
        for variant in "bcd"
    }
    others = [_worst_of_others(post, photos) for post in photos if "a" in photos[post]]
    caught = (Verdict.SAME, Verdict.SIMILAR)
    return {
        "b_same": _share(own["b"], (Verdict.SAME,)),
        "c_caught": _share(own["c"], caught),
        "d_caught": _share(own["d"], caught),
        "other_same": _share(others, (Verdict.SAME,)),
        "other_similar": _share(others, (Verdict.SIMILAR,)),
    }


def _worst_of_others(post: str, photos: Photos) -> Verdict:
    """The worst verdict on a post's `a` beside all photos of all other posts."""
    found = {
        judge(compare(photos[post]["a"], other))
        for each, variants in photos.items()
        if each != post
        for other in variants.values()
    }
    return next((verdict for verdict in (Verdict.SAME, Verdict.SIMILAR) if verdict in found), Verdict.NEW)


def _share(verdicts: list[Verdict], wanted: tuple[Verdict, ...]) -> float:
    return round(sum(verdict in wanted for verdict in verdicts) / max(1, len(verdicts)), 4)


if __name__ == "__main__":
    main()
