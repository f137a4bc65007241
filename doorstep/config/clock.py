"""Every periodic job, one list. Cron has six fields, seconds last.

Crossing businesses is allowed here: a clock belongs to the house.
"""

from procrastinate.contrib.django import app

from doorstep.accounts.forgetting import forget_old_sign_ins
from doorstep.api.models import Answer
from doorstep.tenancy import scope
from doorstep.tenancy.files import drop_unnamed_files
from doorstep.tenancy.models import Business


@app.periodic(cron="17 3 * * * 0")
@app.task(name="clock.forget_what_is_over")
def forget_what_is_over(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
    """A business a transaction: one that fails keeps the others from nothing."""
    for business in Business.objects.all():
        with scope(business):
            forget_old_sign_ins()
            Answer.objects.forgettable().delete()


@app.periodic(cron="47 3 * * * 0")
@app.task(name="clock.drop_unnamed_files")
def drop_files_without_a_row(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
    drop_unnamed_files()
