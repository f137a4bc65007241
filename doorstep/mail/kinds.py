"""Kinds of mail: whoever declares one gets a wording that a business can change, text and HTML, and delivery.

A higher floor declares its kinds in `emails.py`, which its AppConfig imports at start-up:

    REGISTRATION = MailKind(
        "registration", _("Registration e-mail"), subject=…, body=…, action=_("Open my account"),
        placeholders={"first_name": "Maya", "expires": "26 November, 11:58"},
    )
    REGISTRATION.send(to=lead.email, name=lead.name, values={…}, action_url=link, about=lead, by=sam)
"""

from collections.abc import Mapping
from typing import Required, TypedDict, Unpack
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import override

from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line, clean_text, email_fault, email_key
from doorstep.mail.jobs import deliver
from doorstep.mail.layout import Context, Letter, host, lay_out, sender
from doorstep.mail.lists import leave_url
from doorstep.mail.message_ids import message_id
from doorstep.mail.models import MailTemplate, Message
from doorstep.mail.models.message import veil
from doorstep.mail.outcomes import RESET, REWORDED
from doorstep.mail.wording import BUTTON, Wording, faults, fill_in, fill_line, one_line, tame
from doorstep.tenancy import current_business_id
from doorstep.tenancy.models import BusinessProfile
from doorstep.timeline.kinds import Actor, Subject

Words = str | Promise
LINK = "action_url"


class Envelope(TypedDict, total=False):
    """`action_url` is where the button leads. With a `list_key` the mail can be unsubscribed from with one click, and
    is withheld from those who did. `about` is the lead or client on whose timeline its outcome stands. `wording` is for
    a test mail; others use the business's own."""

    to: Required[str]
    name: str
    values: Required[Mapping[str, object]]
    action_url: str
    about: Subject | UUID | None
    by: Actor | None
    list_key: str
    reply_to: str
    wording: Wording


class MailKind:
    """`placeholders` names each with a sample; `business` and `name` (the recipient's) are always there besides.

    `action` is the button's label: without it the mail has none. `secret` placeholders (a code, a password) and the
    button's link are kept apart from the stored text and forgotten once the mail is out. `reason` is the sentence at
    the foot that says why the person gets this. `is_awaited`: she sits before a page that asks for it, so it overtakes
    other mail.
    """

    def __init__(
        self,
        key: str,
        name: Words,
        *,
        subject: Words,
        body: Words,
        placeholders: Mapping[str, str],
        action: Words = "",
        reason: Words = "",
        secret: frozenset[str] = frozenset(),
        is_awaited: bool = False,
    ) -> None:
        if key in MAIL_KINDS:
            raise ValueError(f"Two kinds of mail are called {key}.")
        self.key = key
        self.name = name
        self.subject = subject
        self.body = body
        self.action = action
        self.reason = reason
        self.secret = secret
        self.is_awaited = is_awaited
        self.placeholders = {"name": "Maya Okonjo", **placeholders}
        MAIL_KINDS[key] = self

    @property
    def allowed(self) -> frozenset[str]:
        """What a wording of this kind may name in double braces."""
        return frozenset({"business", *self.placeholders, *({BUTTON} if self.action else ())})

    def send(self, **envelope: Unpack[Envelope]) -> Message:
        """Writes the message and the job that delivers it, both in the caller's transaction.

        Raises NotAllowed when `to` is no e-mail address.
        """
        message = self.written(**envelope)
        message.save(force_insert=True)
        deliver.later(message_id=message.pk, is_awaited=self.is_awaited)
        return message

    def written(self, **envelope: Unpack[Envelope]) -> Message:
        """The unsaved message, for those who write many at once and send none (demo)."""
        profile = BusinessProfile.objects.select_related("business").get()
        message = self._addressed(profile, envelope)
        link = envelope.get("action_url", "")
        known = self.known(profile, {"name": message.to_name or message.to_email, **envelope["values"]})
        message.secrets = {name: known[name] for name in self.secret} | ({LINK: link} if link else {})
        veils = {name: veil(name) for name in message.secrets}
        letter = self.letter(
            profile,
            envelope.get("wording") or self.wording(),
            {**known, **veils},
            action_url=veils.get(LINK, ""),
            leave_url=leave_url(message),
        )
        message.subject, message.text, message.html = letter.subject, letter.text, letter.html
        return message

    def wording(self) -> Wording:
        """The business's own, or ours."""
        changed = MailTemplate.objects.filter(kind=self.key).first()
        return Wording(changed.subject, changed.body) if changed else self.our_wording()

    def our_wording(self) -> Wording:
        return Wording(str(self.subject), str(self.body))

    def faults(self, wording: Wording) -> dict[str, list[str]]:
        return faults(wording, self.allowed, self.secret)

    def reword(self, wording: Wording, *, by: Actor) -> None:
        """From now on the business's mails of this kind say this. Raises NotAllowed, naming the field."""
        for field, sentences in self.faults(wording).items():
            if sentences:
                raise NotAllowed(" ".join(sentences), field=field)
        words = {"subject": clean_line(wording.subject), "body": clean_text(wording.body)}
        changed = {"changed_at": timezone.now(), "changed_by": by.pk}
        MailTemplate.objects.update_or_create(kind=self.key, defaults=words | changed)
        REWORDED.record(current_business_id(), by=by, mail=self.name)

    def reset(self, *, by: Actor) -> None:
        """Back to our words."""
        if MailTemplate.objects.filter(kind=self.key).delete()[0]:
            RESET.record(current_business_id(), by=by, mail=self.name)

    def known(self, profile: BusinessProfile, values: Mapping[str, object]) -> dict[str, str]:
        """Every placeholder's value as harmless text. A missing one is a programming error and raises KeyError."""
        return {"business": tame(profile.business.name), **{name: tame(values[name]) for name in self.placeholders}}

    def letter(
        self, profile: BusinessProfile, wording: Wording, known: Mapping[str, str], *, action_url: str, leave_url: str
    ) -> Letter:
        """The words on the business's sheet, in the business's language."""
        with override(profile.language):
            context = Context(
                profile,
                action=str(self.action) if action_url else "",
                action_url=action_url,
                reason=fill_line(str(self.reason), known),
                leave_url=leave_url,
            )
            return lay_out(fill_in(wording, known), context)

    def _addressed(self, profile: BusinessProfile, envelope: Envelope) -> Message:
        key, about, by = email_key(envelope["to"]), envelope.get("about"), envelope.get("by")
        if key is None:
            raise NotAllowed(email_fault(envelope["to"]), field="email")
        message = Message(
            business=profile.business,
            kind=self.key,
            to_email=key,
            to_name=one_line(tame(envelope.get("name", "")))[:200],
            email_key=key,
            reply_to=email_key(envelope.get("reply_to", "") or profile.reply_to) or "",
            list_key=envelope.get("list_key", ""),
            about_id=about if isinstance(about, UUID) or about is None else about.pk,
            asked_by=by.pk if by else None,
        )
        message.from_name, message.from_email = sender(profile)
        message.message_id = message_id(message.pk, current_business_id(), host(profile))
        return message


MAIL_KINDS: dict[str, MailKind] = {}
