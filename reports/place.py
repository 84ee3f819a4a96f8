"""What is a report about, by name: the organisation as it calls itself, or one of the units below it."""

from core.figures_facts import MonthFacts, ReportUnit
from texts.report import ReportTexts


def root_of(facts: MonthFacts) -> ReportUnit | None:
    """The unit that the report is of; None: of several side by side."""
    return next((unit for unit in facts.units if unit.id == facts.root), None)


def place_of(facts: MonthFacts, texts: ReportTexts) -> str:
    """The name in the report's head: at the top the organisation's own, if it has one."""
    return name_of(root_of(facts), facts.above, texts)


def name_of(root: ReportUnit | None, above: str, texts: ReportTexts) -> str:
    """How the unit that a report is of is called; without one, or at the organisation's own top, the organisation."""
    if root is None or (is_top(root, above) and texts.named):
        return texts.organisation
    return root.name


def about(facts: MonthFacts, texts: ReportTexts) -> str:
    """What the report is about, in a line."""
    tasks = {week.task for week in facts.weeks}
    titles = [task.title for task in facts.tasks if task.code in tasks] or [task.title for task in facts.tasks]
    return texts.say("head.about", task=titles[0]) if len(titles) == 1 else texts.say("head.about_many")


def is_top(root: ReportUnit | None, above: str) -> bool:
    """Whether a report is of the whole organisation, not of one of several units at its top."""
    return root is None or (root.parent is None and not above)
