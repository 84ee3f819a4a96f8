"""May units change so? And what follows for those below, for codes, and for what was written down before."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from core.reform import (
    Holder,
    Known,
    Part,
    Reform,
    ReformFault,
    ReformKind,
    Refused,
    anchors,
    free_code,
    going_on,
    heir_of,
    reform_from,
    reform_record,
    refreshed,
    refusal,
)

TREE = {
    1: Known(1, "T", "Tỉnh", "tỉnh", None),
    2: Known(2, "H1", "Huyện Một", "huyện", 1),
    3: Known(3, "H2", "Huyện Hai", "huyện", 1),
    4: Known(4, "X1", "Xã An", "xã", 2),
    5: Known(5, "X2", "Xã Bình", "xã", 2),
    6: Known(6, "X3", "Xã Chi", "xã", 3),
}


def new(name: str = "Xã Mới", code: str = "X9", parent: int | None = 2) -> Part:
    return Part(None, code, name, "xã", parent)


def rename(unit: int, name: str) -> Reform:
    return Reform(ReformKind.RENAME, (unit,), (replace(going_on(TREE[unit]), name=name),))


def move(unit: int, parent: int) -> Reform:
    return Reform(ReformKind.MOVE, (unit,), (replace(going_on(TREE[unit]), parent=parent),))


def merge(*units: int, into: Part | None = None) -> Reform:
    return Reform(ReformKind.MERGE, units, (into or new(),))


POSSIBLE = (
    rename(4, "Xã Mới"),
    rename(4, "Xã Chi"),
    move(4, 3),
    Reform(ReformKind.ADD, (), (new(),)),
    Reform(ReformKind.CLOSE, (4,)),
    Reform(ReformKind.CLOSE, (2,)),
    merge(4, 5),
    merge(4, 5, into=new("Xã An")),
    merge(4, 5, into=going_on(TREE[4])),
    merge(2, 3, into=replace(new(parent=1), level="huyện")),
    Reform(ReformKind.SPLIT, (4,), (new("Xã Một"), new("Xã Hai", "X10"))),
    Reform(ReformKind.SPLIT, (4,), (going_on(TREE[4]), new())),
)


@pytest.mark.parametrize("reform", POSSIBLE)
def test_what_is_possible(reform: Reform) -> None:
    assert refusal(reform, TREE) is None


@pytest.mark.parametrize(
    ("reform", "refused"),
    [
        (rename(4, "Xã An"), Refused(ReformFault.SAME, "Xã An")),
        (rename(4, "Xã Bình"), Refused(ReformFault.NAME_TAKEN, "Xã Bình")),
        (move(4, 2), Refused(ReformFault.SAME, "Xã An")),
        (move(2, 4), Refused(ReformFault.INSIDE, "Xã An")),
        (move(2, 2), Refused(ReformFault.INSIDE, "Huyện Một")),
        (Reform(ReformKind.CLOSE, (1,)), Refused(ReformFault.TOP, "Tỉnh")),
        (Reform(ReformKind.CLOSE, (9,)), Refused(ReformFault.GONE)),
        (Reform(ReformKind.ADD, (), (new(parent=9),)), Refused(ReformFault.GONE)),
        (Reform(ReformKind.ADD, (), (new(code="X3"),)), Refused(ReformFault.CODE_TAKEN, "X3")),
        (Reform(ReformKind.ADD, (), (new("Xã An"),)), Refused(ReformFault.NAME_TAKEN, "Xã An")),
        (merge(4, 4), Refused(ReformFault.ITSELF, "Xã An")),
        (merge(2, 4, into=new(parent=1)), Refused(ReformFault.INSIDE, "Xã An")),
        (merge(2, 3, into=new(parent=2)), Refused(ReformFault.INSIDE, "Huyện Một")),
        (merge(3, 4, into=new(parent=1)), Refused(ReformFault.LEVELS, "Huyện Hai")),
        (Reform(ReformKind.SPLIT, (4,), (new(),)), Refused(ReformFault.TOO_FEW, "Xã An")),
        (
            Reform(ReformKind.SPLIT, (4,), (new("Xã Một"), new("Xã Một", "X10"))),
            Refused(ReformFault.NAME_TAKEN, "Xã Một"),
        ),
        (
            Reform(ReformKind.SPLIT, (4,), (new("Xã Một"), new("Xã Hai"))),
            Refused(ReformFault.CODE_TAKEN, "X9"),
        ),
    ],
)
def test_what_is_not_possible(reform: Reform, refused: Refused) -> None:
    assert refusal(reform, TREE) == refused


def test_a_top_unit_without_units_below_may_close() -> None:
    assert refusal(Reform(ReformKind.CLOSE, (1,)), {1: TREE[1]}) is None


def test_a_loop_in_the_rows_ends_the_walk() -> None:
    loop = {4: replace(TREE[4], parent=5), 5: replace(TREE[5], parent=4), 6: replace(TREE[6], parent=None)}
    assert refusal(Reform(ReformKind.RENAME, (6,), (replace(going_on(loop[6]), name="Mới"),)), loop) is None
    assert refusal(merge(4, 6, into=new(parent=5)), loop) is None


def test_units_that_are_no_part_of_what_comes_close() -> None:
    assert merge(4, 5).closing == (4, 5)
    assert merge(4, 5, into=going_on(TREE[4])).closing == (5,)
    assert Reform(ReformKind.CLOSE, (4,)).closing == (4,)
    assert rename(4, "Mới").closing == move(4, 3).closing == ()


def test_the_lineage_names_everybody_who_goes_on_as_somebody_else() -> None:
    assert merge(4, 5).descent == ((4, 0), (5, 0))
    assert merge(4, 5, into=going_on(TREE[4])).descent == ((5, 0),)
    assert Reform(ReformKind.SPLIT, (4,), (going_on(TREE[4]), new())).descent == ((4, 1),)
    assert rename(4, "Mới").descent == Reform(ReformKind.CLOSE, (4,)).descent == ()


def test_a_right_must_reach_what_is_above() -> None:
    assert anchors(move(4, 3), TREE) == {2, 3}
    assert anchors(rename(1, "Mới"), TREE) == {None}
    assert anchors(Reform(ReformKind.CLOSE, (4, 9)), TREE) == {2}
    assert merge(4, 5).parents == {2} and rename(1, "Mới").parents == frozenset()


@pytest.mark.parametrize("reform", POSSIBLE)
def test_a_record_gives_the_same_reform(reform: Reform) -> None:
    held = replace(reform, parts=tuple(replace(part, holder=Holder(4, "Lan", "+84912")) for part in reform.parts))
    assert reform_from(reform_record(reform)) == reform
    assert reform_from(reform_record(held)) == held


def test_what_a_reform_does_not_change_is_as_it_is_by_now() -> None:
    later: Mapping[int, Known] = {**TREE, 4: replace(TREE[4], name="Xã Khác", parent=3)}
    (renamed,) = refreshed(rename(4, "Xã Mới"), later).parts
    assert (renamed.name, renamed.parent) == ("Xã Mới", 3)
    (moved,) = refreshed(move(4, 1), later).parts
    assert (moved.name, moved.parent) == ("Xã Khác", 1)
    (joined,) = refreshed(merge(4, 5, into=going_on(TREE[4])), later).parts
    assert (joined.name, joined.parent) == ("Xã Khác", 3)
    assert refreshed(merge(4, 5), later) == merge(4, 5)
    assert refreshed(rename(4, "Mới"), {}) == rename(4, "Mới")


PARENTS = {unit.id: unit.parent for unit in TREE.values()}


@pytest.mark.parametrize(
    ("heirs", "found"),
    [({4: 5}, 5), ({4: None}, 2), ({4: None, 2: None}, 1), ({4: None, 2: 3}, 3), ({4: None, 2: None, 1: None}, None)],
)
def test_what_stood_below_goes_to_the_heir_or_upwards(heirs: dict[int, int | None], found: int | None) -> None:
    assert heir_of(4, heirs, PARENTS) == found


def test_heirs_in_a_circle_end_nowhere() -> None:
    assert heir_of(4, {4: 5, 5: 4}, PARENTS) is None


def test_a_code_that_is_taken_is_counted_on() -> None:
    assert free_code("X1", set()) == "X1"
    assert free_code("X1", {"X1"}) == "X1-2"
    assert free_code("X1", {"X1", "X1-2", "X1-3"}) == "X1-4"
