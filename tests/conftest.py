"""What every test has in common: what hypothesis tries, which code processes run, and PostgreSQL.

Hypothesis may take its time, so that a slow machine fails nothing, and tries the same examples everywhere, so that what
fails on one machine fails on all. With NHACNOP_TEST_CHANCE=1 it tries others each time: for looking for new faults.

A process that a test starts runs the code beside the tests, wherever it starts and whatever is installed.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.postgresql.cluster import Cluster, running_cluster

CORE = Path(__file__).parent / "core"

os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH")]))

settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("chance", deadline=None)
settings.load_profile("chance" if os.environ.get("NHACNOP_TEST_CHANCE") else "same")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A server takes seconds to make. The examples of core/ are watched line by line, its laws need not be."""
    for item in items:
        if "cluster" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.long)
        law = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        if CORE in item.path.parents and not law:
            item.add_marker(pytest.mark.watched)


@pytest.fixture
def cluster() -> Cluster:
    """A private PostgreSQL server of this test process; where there is none the test is skipped and says so."""
    found = running_cluster()
    if found is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return found


@pytest.fixture
def empty_postgresql(cluster: Cluster, request: pytest.FixtureRequest) -> str:
    """The URL of a database on PostgreSQL with nothing in it."""
    return cluster.url(cluster.database(request.node.nodeid))
