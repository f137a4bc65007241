"""Every periodic job, one list. Cron has six fields, seconds last.

Crossing businesses is allowed here: a clock belongs to the house.
"""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from doorstep.accounts.forgetting import forget_old_sign_ins
from doorstep.api.models import Answer
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

SECONDS_WITHOUT_HEARTBEAT = 20  # a worker beats every five


@app.periodic(cron="* * * * * */10")
@app.task(name="clock.rescue_stalled_jobs", pass_context=True)
async def rescue_stalled_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
    """A killed worker's jobs stay “doing” for ever; they run again within a minute. Takes no lock that could stall."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_WITHOUT_HEARTBEAT):
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * * 0")
@app.task(name="clock.forget_what_is_over")
def forget_what_is_over(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
    """A business a transaction: one that fails keeps the others from nothing."""
    for business in Business.objects.all():
        with scope(business):
            forget_old_sign_ins()
            Answer.objects.forgettable().delete()
