"""How much does each unit owe of a task? The quota of its code, else of its level, else the usual one, in SQL."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, case, literal

from core.quota import Category
from core.task import Task
from db.tables import UNIT


def required(task: Task) -> ColumnElement[int]:
    """What the unit in the enclosing statement owes in one period."""
    return _quota(task, {key: quota.total for key, quota in task.exceptions}, task.quota)


def required_of(task: Task, category: Category) -> ColumnElement[int]:
    """How much of it is this category's."""
    others = {key: dict(quota.parts).get(category.code, 0) for key, quota in task.exceptions}
    return _quota(task, others, category.quota)


def owing(task: Task) -> ColumnElement[bool]:
    """Whether the unit in the enclosing statement owes the task while its secretary's seat is held."""
    return and_(UNIT.c.level.in_(task.owed_by), required(task) > 0)


def _quota(task: Task, others: Mapping[str, int], usual: int) -> ColumnElement[int]:
    """A number that may differ by a unit's code, then by its level. Units of one number share one condition."""
    numbers = sorted(set(others.values()))
    choices = [
        (column.in_(keys), number)
        for column, is_level in ((UNIT.c.code, False), (UNIT.c.level, True))
        for number in numbers
        if (keys := [key for key in others if others[key] == number and (key in task.owed_by) is is_level])
    ]
    return case(*choices, else_=literal(usual)) if choices else literal(usual)
