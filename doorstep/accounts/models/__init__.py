"""Who may come in: users, teams, members, sessions, known devices, codes, links for passwords, API keys."""

from doorstep.accounts.models.account_choice import AccountChoice
from doorstep.accounts.models.attempt import Attempt
from doorstep.accounts.models.code import Code
from doorstep.accounts.models.key import ApiKey
from doorstep.accounts.models.known_device import KnownDevice
from doorstep.accounts.models.member import Member
from doorstep.accounts.models.password_link import PasswordLink
from doorstep.accounts.models.session import Session
from doorstep.accounts.models.submission import Submission
from doorstep.accounts.models.team import Team
from doorstep.accounts.models.user import User

__all__ = [
    "AccountChoice",
    "ApiKey",
    "Attempt",
    "Code",
    "KnownDevice",
    "Member",
    "PasswordLink",
    "Session",
    "Submission",
    "Team",
    "User",
]
