"""What can happen, declared once: the sentence on the timeline, and who reacts in the same transaction.

CAPTURED = Kind("lead.captured", _("{actor} added this lead"), icon="user-plus")
CAPTURED.record(lead, by=ann, source="Web form")
CAPTURED.then(assign_by_rules)
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from string import Formatter
from typing import Protocol
from uuid import UUID

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from doorstep.kit.errors import NotAllowed
from doorstep.tenancy.bulk_load import insert_row
from doorstep.timeline.models import Activity

LONGEST_BODY = 20_000
Words = str | Promise
Reaction = Callable[[Activity], None]


class Actor(Protocol):
    """Whoever can do something: a member, a client, an API key."""

    @property
    def pk(self) -> UUID: ...

    @property
    def actor_name(self) -> str: ...


class Subject(Protocol):
    @property
    def pk(self) -> UUID: ...


class Kind:
    """`sentence` has {actor} and named facts in braces; `portal_sentence` is what the client reads, if she may."""

    def __init__(self, key: str, sentence: Words, *, icon: str = "circle", portal_sentence: Words = "") -> None:
        if key in KINDS:
            raise ValueError(f"Two timeline kinds are called {key}.")
        self.key = key
        self.sentence = sentence
        self.portal_sentence = portal_sentence
        self.icon = icon
        self.reactions: list[Reaction] = []
        KINDS[key] = self

    def record(
        self, subject: Subject | UUID, *, by: Actor | None, at: datetime | None = None, body: str = "", **facts: object
    ) -> Activity:
        """Writes the line and lets the registered reactions run, all in the caller's transaction.

        Raises NotAllowed when the body is too long.
        """
        activity = self.line(subject, by=by, at=at, body=check_length(body), **facts)
        insert_row(activity)
        for react in self.reactions:
            react(activity)
        return activity

    def line(
        self, subject: Subject | UUID, *, by: Actor | None, at: datetime | None = None, body: str = "", **facts: object
    ) -> Activity:
        """The unsaved line, for those who write many at once (and start no reactions: import, demo)."""
        activity = Activity(
            kind=self.key,
            subject_id=subject if isinstance(subject, UUID) else subject.pk,
            actor_id=by.pk if by else None,
            actor_name=by.actor_name if by else "",
            facts={name: str(value) for name, value in facts.items()},
            body=body,
            is_shared=bool(self.portal_sentence),
        )
        if at is not None:
            activity.at = at
        return activity

    def then(self, reaction: Reaction) -> Reaction:
        """Registers a reaction of a higher floor; use at start-up only."""
        self.reactions.append(reaction)
        return reaction


KINDS: dict[str, Kind] = {}


def check_length(body: str) -> str:
    """The same, or NotAllowed: a note, a call or an e-mail is kept whole or not at all."""
    if len(body) > LONGEST_BODY:
        sentence = _("The text is %(count)s characters long, and at most %(most)s fit. Shorten it, or make two of it.")
        words = {"count": len(body), "most": LONGEST_BODY}
        said = {name: number_format(count, use_l10n=True, force_grouping=True) for name, count in words.items()}
        raise NotAllowed(sentence % said, field="text")
    return body


def sentence_parts(activity: Activity, *, in_portal: bool = False) -> Iterator[tuple[str, bool]]:
    """The sentence in pieces `(text, is_a_fact)`, so that a page can set facts in bold and escape them."""
    kind = KINDS.get(activity.kind)
    if kind is None:
        yield activity.kind, False
        return
    facts = {"actor": activity.actor_name or _("Doorstep"), **activity.facts}
    for plain, name, _spec, _conversion in Formatter().parse(str(kind.portal_sentence if in_portal else kind.sentence)):
        if plain:
            yield plain, False
        if name:
            yield str(facts.get(name, "")), True


def sentence(activity: Activity, *, in_portal: bool = False) -> str:
    return "".join(text for text, _is_fact in sentence_parts(activity, in_portal=in_portal))


def icon_of(activity: Activity) -> str:
    kind = KINDS.get(activity.kind)
    return kind.icon if kind else "circle"
