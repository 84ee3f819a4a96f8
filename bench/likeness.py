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
from media.likeness import compare

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
        sys.exit(f"{chosen.folder}: no files named like 01-a.jpg")
    if chosen.history:
        print(json.dumps(measure_history(chosen.history)))
    if chosen.rows:
        print(json.dumps(measure_rows(chosen.rows)))
    print(json.dumps({**judged(photos), "ms_per_photo": round(milliseconds, 1)}))


def read_photos(folder: Path) -> tuple[Photos, float]:
    """The fingerprints of a folder's photos, and how many milliseconds one took (the median)."""
    photos: Photos = {}
    seconds: list[float] = []
    for file in sorted(folder.iterdir()):
        post, _, variant = file.stem.rpartition("-")
        if not post or variant not in ("a", "b", "c", "d") or not file.is_file():
            continue
        content = file.read_bytes()
        start = time.perf_counter()
        photos.setdefault(post, {})[variant] = take_fingerprint(content)
        seconds.append(time.perf_counter() - start)
    return photos, 1000 * median(seconds or [0.0])


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
