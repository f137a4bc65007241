"""Taking somebody into a team."""

from doorstep.accounts.kinds import MEMBER_ADDED
from doorstep.accounts.models import Member, Team, User
from doorstep.accounts.passwords import send_set_password_link
from doorstep.timeline.kinds import Actor


def add_member(
    team: Team,
    *,
    name: str,
    email: str,
    by: Actor | None,
    manager: Member | None = None,
    is_admin: bool = False,
    view_downline: bool = False,
    is_enabled: bool = True,
) -> Member:
    """Makes the account and its seat, and mails a link to choose a password (to the disabled nothing is sent)."""
    user = User.objects.register(email=email, name=name, team_id=None if team.is_house else team.pk)
    member = Member(user=user, team=team, is_admin=is_admin, view_downline=view_downline)
    member.path = member.step
    member.save(force_insert=True)
    MEMBER_ADDED.record(member, by=by, member=member)
    if manager is not None:
        member.move_under(manager, by=by)
    if is_enabled:
        send_set_password_link(user, by=by)
    else:
        user.disable()
    return member
