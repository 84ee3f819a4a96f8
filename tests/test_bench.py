"""The measurements can be started: what they import of the product is there."""

from bench.__main__ import BENCHES, LONGER


def test_every_bench_is_there_and_has_one_name() -> None:
    assert BENCHES and LONGER
    assert not BENCHES.keys() & LONGER.keys()
