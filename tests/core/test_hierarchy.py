"""Whose coordinator looks after a unit, and who is next above."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.hierarchy import Hierarchy, Post

PROVINCE, DISTRICT, COMMUNE, OTHER_COMMUNE = 1, 2, 3, 4
PARENTS: dict[int, int | None] = {PROVINCE: None, DISTRICT: PROVINCE, COMMUNE: DISTRICT, OTHER_COMMUNE: DISTRICT}
HOA, MAI, NAM = 11, 12, 13
ADMINS = (91, 92)
THE_ADMINS = Post(None, ADMINS)


def tree(**coordinators: int) -> Hierarchy:
    units = {"province": PROVINCE, "district": DISTRICT, "commune": COMMUNE}
    return Hierarchy(PARENTS, {units[name]: member for name, member in coordinators.items()}, ADMINS)


def test_the_units_above_come_nearest_first() -> None:
    assert list(tree().above(COMMUNE)) == [DISTRICT, PROVINCE]
    assert list(tree().above(PROVINCE)) == []


@pytest.mark.parametrize(
    ("held", "post"),
    [
        (tree(district=HOA, province=MAI), Post(DISTRICT, (HOA,))),
        (tree(province=MAI), Post(PROVINCE, (MAI,))),
        (tree(), THE_ADMINS),
        (tree(commune=NAM, district=HOA), Post(DISTRICT, (HOA,))),
        (tree(commune=NAM), THE_ADMINS),
    ],
)
def test_a_unit_is_looked_after_by_the_nearest_coordinator_strictly_above_it(held: Hierarchy, post: Post) -> None:
    assert held.coordinator_of(COMMUNE) == post


@pytest.mark.parametrize(
    ("held", "path"),
    [
        (tree(district=HOA, province=MAI), [Post(DISTRICT, (HOA,)), Post(PROVINCE, (MAI,)), THE_ADMINS]),
        (tree(district=HOA), [Post(DISTRICT, (HOA,)), THE_ADMINS]),
        (tree(), [THE_ADMINS]),
    ],
)
def test_a_flag_climbs_from_coordinator_to_coordinator_and_at_last_to_the_admins(
    held: Hierarchy, path: list[Post]
) -> None:
    post: Post | None = held.coordinator_of(COMMUNE)
    climbed = []
    while post is not None:
        climbed.append(post)
        post = held.next_level(post.unit)
    assert climbed == path


def test_above_the_admins_there_is_nobody() -> None:
    assert tree(province=MAI).next_level(None) is None


def test_an_unknown_unit_is_the_admins_business() -> None:
    assert tree(province=MAI).coordinator_of(99) == THE_ADMINS


@pytest.mark.parametrize(
    ("parents", "start", "above"),
    [({1: 1}, 1, []), ({1: 2, 2: 1}, 1, [2]), ({1: 2, 2: 3, 3: 2}, 1, [2, 3]), ({1: 7}, 1, [7])],
)
def test_a_loop_or_a_gap_in_the_rows_ends_the_walk(
    parents: dict[int, int | None], start: int, above: list[int]
) -> None:
    assert list(Hierarchy(parents, {}, ADMINS).above(start)) == above


@st.composite
def trees(draw: st.DrawFn) -> Hierarchy:
    size = draw(st.integers(1, 20))
    parents = {unit: draw(st.none() | st.integers(0, unit - 1)) if unit else None for unit in range(size)}
    held = draw(st.frozensets(st.integers(0, size - 1)))
    return Hierarchy(parents, {unit: 1000 + unit for unit in held}, ADMINS)


@given(trees(), st.data())
def test_a_flag_of_any_unit_passes_every_coordinator_above_once_and_ends_with_the_admins(
    held: Hierarchy, data: st.DataObject
) -> None:
    unit = data.draw(st.sampled_from(sorted(held.parents)))
    levels: list[int | None] = []
    post: Post | None = held.coordinator_of(unit)
    while post is not None:
        assert post.members
        levels.append(post.unit)
        post = held.next_level(post.unit)
    assert levels == [above for above in held.above(unit) if above in held.coordinators] + [None]
    assert unit not in levels
