"""The year in one run, a few weeks long: nothing is lost or doubled, whoever dies; and its limits can fail."""

import math
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.report import Report
from bench.soak import staged
from bench.soak_figures import SETTLED, Figures, Plan, growth, tell
from tests.postgresql.cluster import Cluster


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that the server's own user can go through; pytest's are for one user alone."""
    with tempfile.TemporaryDirectory(prefix="nhacnop-soak-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.mark.long
async def test_weeks_of_one_process_lose_and_double_nothing(tmp_path: Path) -> None:
    figures = await lived(Plan(weeks=2, units=20), tmp_path)
    assert figures.faults == []
    assert (figures.repeated, figures.deaths) == (0, 0)
    assert figures.items > 25
    assert all(size > 0 for size in figures.size)


async def test_weeks_of_three_processes_that_are_killed_lose_and_double_nothing(
    cluster: Cluster, public_folder: Path
) -> None:
    assert cluster  # there is a PostgreSQL; the soak starts one whose commits last
    figures = await lived(Plan(weeks=2, units=20, processes=3, restarts=1), public_folder)
    assert figures.faults == []
    assert figures.deaths == 2


async def lived(plan: Plan, folder: Path) -> Figures:
    """What became of it."""
    async with staged(plan, folder) as soak:
        assert soak is not None
        await soak.live(print)
        return soak.figures


def test_growth_is_that_of_the_line_and_not_of_two_points() -> None:
    level = [200.0] * (SETTLED - 1) + [100.0] * 43
    assert growth(level) == pytest.approx(0)
    steady = [0.0] * (SETTLED - 1) + [100 + week for week in range(43)]
    assert growth(steady) == pytest.approx(42)
    assert growth([*level[:-1], 143.0]) < 10  # one week that stands out is no growth
    assert math.isnan(growth([*level[:-1], math.nan]))


@pytest.mark.parametrize(
    ("figures", "missed"),
    [
        (Figures(memory=[100.0] * 52, beats=[5.0] * 52, size=[1.0] * 52), False),
        (Figures(memory=[100 + week / 2 for week in range(52)], beats=[5.0] * 52, size=[1.0] * 52), True),
        (Figures(memory=[100.0] * 52, beats=[5 + week / 20 for week in range(52)], size=[1.0] * 52), True),
        (Figures(memory=[100.0] * 52, beats=[5.0] * 52, size=[1.0] * 52, faults=["week 3: lost"]), True),
    ],
)
def test_a_broken_limit_fails_the_run(figures: Figures, missed: bool) -> None:
    report = Report()
    tell(report, Plan(), figures, 1.0)
    assert report.all_met is not missed
