"""Every periodic job, one list. Cron has six fields, seconds last. What is kept how long stands in docs/operations.md.

Crossing businesses is allowed here: a clock belongs to the house.
"""

from procrastinate.contrib.django import app

from doorstep.accounts.models import AccountChoice, Attempt, Code, KnownDevice, PasswordLink, Session, Submission
from doorstep.api.models import Allowance, Answer
from doorstep.importing.forgetting import forget_old_files
from doorstep.importing.models import Import, ImportedRow
from doorstep.leads.models import Arrival
from doorstep.mail.models import Message
from doorstep.tenancy.files import drop_unnamed_files
from doorstep.tenancy.forgetting import blank, each, forget, forget_old_jobs, in_every_business
from doorstep.tenancy.models import Business, Work

FORGOTTEN = (
    *(AccountChoice, Attempt, Code, KnownDevice, PasswordLink, Session, Submission),
    *(Answer, Allowance),
    *(ImportedRow, Import, Arrival, Work),
    Message,
)
"""Each says beside its fields which of its rows are `forgettable`. BulkChange goes with its Work."""


@app.periodic(cron="17 3 * * * 0")
@app.task(name="clock.forget_what_is_over")
def forget_what_is_over(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
    in_every_business(_forget)
    forget_old_jobs()


@app.periodic(cron="7 * * * * 0")
@app.task(name="clock.drop_old_files")
def drop_old_files(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
    """Files of personal data last 24 hours; at the page that gives them out to the second, on the disk to the hour."""
    in_every_business(_drop_files)


@app.periodic(cron="47 3 * * * 0")
@app.task(name="clock.drop_unnamed_files")
def drop_files_without_a_row(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
    drop_unnamed_files()


def _forget(business: Business) -> None:
    each(business, Message.objects.overdue, Message.let_lie)
    blank(business, Message.objects.with_spent_secrets, secrets={})
    for model in FORGOTTEN:
        forget(business, model.objects.forgettable)


def _drop_files(business: Business) -> None:
    each(business, Work.objects.with_old_files, Work.drop_file)
    forget_old_files(business)
