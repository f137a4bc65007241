"""What can happen to a lead, as its timeline tells it."""

from django.utils.translation import gettext_lazy as _

from doorstep.timeline.kinds import Kind

CAPTURED = Kind("lead.captured", _("{actor} added this lead, source {source}"), icon="inbox")
EDITED = Kind("lead.edited", _("{actor} changed {field} from {was} to {now}"), icon="pencil")
ASSIGNED = Kind("lead.assigned", _("{actor} assigned this lead to {assignee}"), icon="user-plus")
UNASSIGNED = Kind("lead.unassigned", _("{actor} put this lead back into the pool"), icon="user-minus")
TAGGED = Kind("lead.tagged", _("{actor} added the tag {tag}"), icon="tag")
UNTAGGED = Kind("lead.untagged", _("{actor} removed the tag {tag}"), icon="tag")
NOTED = Kind("lead.noted", _("{actor} wrote a note"), icon="sticky-note")
CALLED = Kind("lead.called", _("{actor} called, {outcome}"), icon="phone", portal_sentence=_("{actor} called you"))
MAILED = Kind(
    "lead.mailed", _("{actor} sent the e-mail {title}"), icon="mail", portal_sentence=_("{actor} wrote to you: {title}")
)
DELETED = Kind("lead.deleted", _("{actor} deleted this lead"), icon="trash-2")
RESTORED = Kind("lead.restored", _("{actor} restored this lead"), icon="undo-2")
APPLIED = Kind(
    "lead.applied", _("{actor} sent an application"), icon="file-text", portal_sentence=_("You sent your application")
)
DECLINED = Kind(
    "lead.declined", _("{actor} closed the application: {reason}"), icon="file-x",
    portal_sentence=_("Your application was closed: {reason}"),
)  # fmt: skip
ACCOUNT_OPENED = Kind(
    "lead.account_opened", _("{actor} opened the account"), icon="badge-check",
    portal_sentence=_("Your account was opened"),
)  # fmt: skip
