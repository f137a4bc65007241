"""What people do in many of these stories."""

from tests.acceptance.forms import Answer
from tests.acceptance.visitor import Visitor

PASSWORD = "a short sentence"
EXITS = ("Send registration e-mail", "Fill in the account form", "Find client")


def sign_in(visitor: Visitor, email: str, password: str, at: str = "desk") -> Visitor:
    return visitor.open(f"/{at}/sign-in/").press("Sign in", {"E-mail": email, "Password": password})


def new_lead(member: Visitor, name: str, email: str, more: dict[str, Answer] | None = None) -> str:
    """The address of its page."""
    typed = {"Name": name, "E-mail": email, **(more or {})}
    return member.open("/desk/leads/").follow("New lead").press("Create lead", typed).address


def invite(member: Visitor, lead: str, client_type: str = "Trader") -> Visitor:
    return member.open(lead).press("Send registration e-mail", {"Client type": client_type})


def begin(visitor: Visitor, name: str, email: str) -> Visitor:
    """Up to the code."""
    typed = {"Full name": name, "E-mail": email, "Password": PASSWORD}
    return visitor.open("/portal/sign-up/").press("Send me a code", typed)


def type_code(visitor: Visitor, email: str) -> Visitor:
    code = Visitor(visitor.host).open_newest_mail(email).code
    return visitor.press("Open my account", {"Code from the e-mail": code})


def sign_up(visitor: Visitor, name: str, email: str) -> Visitor:
    return type_code(begin(visitor, name, email), email)


def offered_exits(member: Visitor, lead: str) -> list[str]:
    """Which quick actions of the conversion tab there are."""
    member.open(lead)
    return [words for words in EXITS if member.offered(words)]


def names(reader: Visitor) -> list[str]:
    """Whom the list on the page names, in its order."""
    links = reader.page.root.every("a")
    return [link.attrs["title"] for link in links if "row-link" in link.attrs.get("class", "").split()]
