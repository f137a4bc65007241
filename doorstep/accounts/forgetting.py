"""What is over and proves nothing any more: old tries, codes, links and sessions. Run once a day for each business."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from doorstep.accounts.models import AccountChoice, Attempt, Code, PasswordLink, Session

A_DAY = timedelta(days=1)
A_QUARTER = timedelta(days=90)


def forget_old_sign_ins() -> None:
    """Codes go after a day, because a sign-up's holds a name and a password's hash."""
    now = timezone.now()
    Attempt.objects.forgettable().delete()
    AccountChoice.objects.filter(expires_at__lt=now - A_DAY).delete()
    Code.objects.filter(expires_at__lt=now - A_DAY).delete()
    PasswordLink.objects.filter(expires_at__lt=now - A_DAY).delete()
    Session.objects.filter(Q(expires_at__lt=now - A_QUARTER) | Q(ended_at__lt=now - A_QUARTER)).delete()
