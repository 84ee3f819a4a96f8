"""Which buttons there are, found by pressing all of them; and what comes of it when each actor presses each."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.ports import Option
from core.roles import Action, Role, Scope
from db.dialogs import DialogState
from handlers.table import QUESTIONS
from tests.core.test_roles import decided
from tests.journeys.permissions.asks import ASKS, About
from tests.journeys.permissions.scene import ACTORS, HOLDER, UNIT_NAME, Actor
from tests.journeys.permissions.walking import Deed, Told, Walker

REFUSALS = frozenset({"refused.not_allowed", "refused.not_yours", "refused.old_button", "choose.none"})
OWN_WORDS = "vì nước chưa rút"
_MARK = re.compile(r"[0-9a-f]{6}")
LONGEST = 6
"""So many presses one after the other are followed at most."""

PEOPLE = {actor.chat: actor for actor in ACTORS}
_FROM_ABOVE = frozenset({Role.COORDINATOR, Role.DEPUTY_COORDINATOR, Role.LOCAL_ADMIN})
"""Whose own seat is not the scene's unit, though they look after it."""

RIGHTFUL = ("la", "moi", "thay", "lam", "nam", "khai")
"""Who asks first: the nearest one who may."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try: words or a button, the state of the chat in which it means something, and whose it was."""

    action: Action
    about: About
    told: Told
    owner: str

    @property
    def marked(self) -> bool:
        """Whether the button belongs to an open question of its own chat."""
        state = self.told.dialog
        return state is not None and state.context.get("mark") in self.told.action.split(":")

    def __str__(self) -> str:
        return self.told.action or f"“{self.told.words}”"


def scope_of_actor(action: Action, actor: Actor) -> Scope | None:
    """The scope that was decided for this actor's role; a guest of any kind is a stranger besides."""
    table, order = decided(), (None, Scope.OWN, Scope.SUBTREE, Scope.ALL)
    guest = actor.role in (Role.INVITED, Role.DELEGATE)
    roles = {actor.role, Role.STRANGER} if guest else {actor.role}
    return max((table[action, role] for role in roles), key=order.index)


def may(step: Step, actor: Actor) -> bool:
    """Whether this actor may take this step, by the decided table."""
    if step.about is About.CHAT:
        return actor.chat == step.owner
    scope = scope_of_actor(step.action, actor)
    if scope is None or step.about is About.OWN:
        return scope is not None
    here = actor.near and (scope is Scope.SUBTREE or actor.role not in _FROM_ABOVE)
    return scope is Scope.ALL or (here and step.about is About.UNIT)


def _about(action: Action, first: str, whole: str) -> About:
    """Whose business a button is, by all the words it carries or else by the first one."""
    listed = [(words, ask.about) for ask in ASKS if ask.action is action for words in ask.buttons.split()]
    by_words = dict(listed)
    return by_words.get(whole) or by_words.get(first) or About.OWN


class Walk:
    """Finds what can be asked by asking it; whatever is found is tried by every actor then and there."""

    def __init__(self, walker: Walker, actors: Sequence[Actor], tasks: Sequence[str], newest_item: str) -> None:
        self._walker = walker
        self._actors = actors
        self._tasks = tasks
        self._item = newest_item
        self._seen: set[tuple[str, ...]] = set()
        self.found: set[tuple[Action, str]] = set()
        self.questions: set[str] = set()
        self.tried: Counter[Action] = Counter()
        self.faults: list[str] = []

    # ---- what there is ---------------------------------------------------------------------------------------------

    async def walk(self, offered: Iterable[tuple[str, Option]]) -> None:
        """What the scene's people were `offered`, then all words; and whatever these lead to."""
        for chat, option in offered:
            state = await self._walker.dialog_of(chat)
            if all(word == state.context.get("mark") for word in option.action.split(":") if _MARK.fullmatch(word)):
                await self._press(chat, option, state, 0)
        for ask in ASKS:
            owner = ask.by or next(chat for chat in RIGHTFUL if scope_of_actor(ask.action, PEOPLE[chat]) is not None)
            for words in (*ask.words, *ask.leads):
                step = Step(ask.action, ask.about, Told(words.format(unit=UNIT_NAME, item=self._item)), owner)
                await self._take(step, tried=words in ask.words)

    async def _take(self, step: Step, *, tried: bool = True, depth: int = 0) -> None:
        """Everybody tries it; then its owner does it, and goes on from there."""
        if tried:
            await self._everybody_tries(step)
        async with self._walker.having_done(step.owner, step.told) as deed:
            question = deed.dialog.question or ""
            if question in QUESTIONS and question not in self.questions:
                self.questions.add(question)
                action = QUESTIONS[question][0]
                asked = {ask.about for ask in ASKS if ask.action is action}
                about = About.UNIT if About.UNIT in asked else About.OWN
                await self._take(Step(action, about, Told(OWN_WORDS, dialog=deed.dialog), step.owner), depth=depth + 1)
            for option in deed.offered:
                await self._press(step.owner, option, deed.dialog, depth + 1)

    async def _press(self, owner: str, option: Option, state: DialogState, depth: int) -> None:
        name, *arguments = option.action.split(":")
        shape = (name, *map(self._word, arguments))
        if shape in self._seen or depth > LONGEST:
            return
        self._seen.add(shape)
        action, first = Action(name), shape[1] if arguments else "-"
        self.found.add((action, first))
        about = _about(action, first, ":".join(shape[1:]))
        await self._take(Step(action, about, Told(action=option.action, dialog=state), owner), depth=depth)

    def _word(self, argument: str) -> str:
        """A word stands for itself; a number, a mark, a unit's code or a task's stands for any."""
        plain = argument.isidentifier() and argument.islower() and not _MARK.fullmatch(argument)
        return argument if plain and argument not in self._tasks else "*"

    # ---- who may ---------------------------------------------------------------------------------------------------

    async def _everybody_tries(self, step: Step) -> None:
        """In the chat's own state; and what belongs to an open question of one chat in every other chat's, too."""
        for actor in self._actors:
            if step.about is not About.CHAT or actor.chat == step.owner:
                self._judge(step, actor, may(step, actor), await self._walker.does(actor.chat, step.told))
            if step.told.action and actor.chat != step.owner and (step.marked or step.about is About.CHAT):
                replayed = await self._walker.does(actor.chat, Told(action=step.told.action))
                self._judge(step, actor, False, replayed, "replayed ")

    def _judge(self, step: Step, actor: Actor, allowed: bool, deed: Deed, how: str = "") -> None:
        self.tried[step.action] += 1
        own_words = {"choose.none"} if step.told.words == OWN_WORDS else set()
        refused = REFUSALS.intersection(deed.said) - own_words
        came_of_it = ""
        if allowed and refused:
            came_of_it = f"may, but was refused with {sorted(refused)}"
        elif not allowed and not deed.harmless:
            came_of_it = f"may not, but changed {sorted(deed.changed)} and told {deed.told}"
        elif not allowed and HOLDER in deed.wording and not actor.near:
            came_of_it = f"may not, but learned {HOLDER}"
        if came_of_it:
            self.faults.append(f"{step} {how}by {actor.chat}: {came_of_it}")
