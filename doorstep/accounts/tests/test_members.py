"""Who may do what in a team, and who stands below whom."""

import threading

import pytest
from django.db import connection

from doorstep.accounts.members import add_member
from doorstep.accounts.models import Member, PasswordLink, Session, Team, User
from doorstep.accounts.sessions import member_of
from doorstep.demo.cast import FENNMOOR
from doorstep.demo.houses import build
from doorstep.kit.errors import NotAllowed
from doorstep.kit.tokens import digest
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.mail.models import Message
from doorstep.tenancy import scope
from doorstep.timeline.kinds import sentence
from doorstep.timeline.models import Activity


def record_of(member: Member) -> list[str]:
    return [sentence(line) for line in Activity.objects.about([member.pk])]


def test_a_new_member_gets_a_link_to_choose_a_password(house: Team, ann: Member, sam: Member) -> None:
    mina = add_member(house, name="Mina Korhola", email="Mina@fennmoor.example", manager=sam, by=ann)
    assert mina.path == sam.path + mina.step
    assert not mina.user.has_password
    mail = Message.objects.get(email_key="mina@fennmoor.example")
    assert mail.kind == "first_password"
    assert "/desk/sign-in/password/" in mail.secrets["action_url"]
    assert mail.secrets["action_url"] not in mail.text
    assert "Ann Reyes added Mina Korhola" in record_of(mina)


def test_a_member_made_disabled_gets_no_mail_and_no_link(house: Team, ann: Member) -> None:
    mina = add_member(house, name="Mina Korhola", email="mina@fennmoor.example", is_enabled=False, by=ann)
    assert not mina.is_enabled
    assert not Message.objects.exists()
    assert not PasswordLink.objects.exists()


def test_an_address_that_has_a_seat_gets_no_second_one(house: Team, ann: Member) -> None:
    with pytest.raises(NotAllowed, match="already has an account"):
        add_member(house, name="Sam Again", email="SAM@fennmoor.example", by=ann)


def test_each_switch_is_recorded_once(ann: Member, sam: Member) -> None:
    sam.make_admin(by=ann)
    sam.make_admin(by=ann)
    sam.hide_downline(by=ann)
    assert sam.fresh().is_admin
    assert not sam.fresh().view_downline
    assert record_of(sam) == ["Ann Reyes hid the downline from Sam Whitlock", "Ann Reyes made Sam Whitlock an admin"]


def test_a_switch_that_a_colleague_turned_meanwhile_is_not_turned_again(ann: Member, sam: Member) -> None:
    as_seen = [Member.objects.select_related("user", "team").get(pk=sam.pk) for _page in range(2)]
    for seen in as_seen:
        seen.disable(by=ann)
    assert record_of(sam) == ["Ann Reyes disabled Sam Whitlock"]
    as_seen = [Member.objects.select_related("user", "team").get(pk=sam.pk) for _page in range(2)]
    for seen in as_seen:
        seen.enable(by=ann)
    assert record_of(sam) == ["Ann Reyes enabled Sam Whitlock", "Ann Reyes disabled Sam Whitlock"]


def test_who_became_the_only_admin_meanwhile_stays(ann: Member, sam: Member) -> None:
    as_seen = Member.objects.select_related("user", "team").get(pk=sam.pk)
    sam.make_admin(by=ann)
    Member.objects.exclude(pk=sam.pk).update(is_admin=False)
    with pytest.raises(NotAllowed, match="only admin"):
        as_seen.disable(by=ann)


def test_the_last_admin_stays_admin_and_enabled(ann: Member, sam: Member) -> None:
    rosalind = Member.objects.get(user__name__startswith="Rosalind")
    rosalind.unmake_admin(by=ann)
    for change in (ann.unmake_admin, ann.disable):
        with pytest.raises(NotAllowed, match="Ann Reyes is the only admin of Fennmoor"):
            change(by=sam)
    assert ann.fresh().is_admin


def test_a_disabled_admin_does_not_count_as_one(ann: Member, sam: Member) -> None:
    Member.objects.get(user__name__startswith="Rosalind").disable(by=ann)
    with pytest.raises(NotAllowed, match="only admin"):
        ann.unmake_admin(by=sam)


def test_nobody_takes_away_their_own_access(ann: Member) -> None:
    for change in (ann.unmake_admin, ann.disable):
        with pytest.raises(NotAllowed, match="their own access"):
            change(by=ann)


def test_disabling_ends_every_session_at_once_and_enabling_opens_none(ann: Member, sam: Member) -> None:
    tokens = [Session.objects.open(sam.user, remember=True)[1] for _ in range(2)]
    assert all(member_of(digest(token)) == sam for token in tokens)
    sam.disable(by=ann)
    assert [member_of(digest(token)) for token in tokens] == [None, None]
    sam.enable(by=ann)
    assert [member_of(digest(token)) for token in tokens] == [None, None]


def test_a_member_moves_with_everybody_below_and_all_their_leads(
    ann: Member, sam: Member, kofi: Member, tomasz: Lead, house: Team
) -> None:
    of_kofi = capture(house, by=ann, assignee=kofi, name="Lena Ortiz", email="lena@example.com")
    rosalind = Member.objects.get(user__name__startswith="Rosalind")
    sam.move_under(rosalind, by=ann)
    assert sam.fresh().path == rosalind.path + sam.step
    assert kofi.fresh().path == rosalind.path + sam.step + kofi.step
    assert tomasz.fresh().assignee_path == sam.fresh().path
    assert of_kofi.fresh().assignee_path == kofi.fresh().path
    assert set(Lead.objects.visible_to(sam.fresh())) == {tomasz, of_kofi}


def test_nobody_stands_below_themselves_or_their_own_downline(ann: Member, sam: Member, kofi: Member) -> None:
    for manager in (sam, kofi):
        with pytest.raises(NotAllowed, match="stands below Sam Whitlock"):
            sam.move_under(manager, by=ann)


def test_a_manager_is_of_the_same_team(house: Team, ann: Member) -> None:
    buyer = Team.objects.create(name="Brightwater Solar")
    bea = add_member(buyer, name="Bea Holloway", email="bea@brightwater.example", by=None)
    with pytest.raises(NotAllowed, match="not in this team"):
        bea.move_under(ann, by=ann)


def test_a_team_is_at_most_thirty_two_levels_deep(house: Team, ann: Member) -> None:
    above = ann
    for level in range(31):
        above = add_member(house, name=f"Deep {level}", email=f"deep{level}@fennmoor.example", manager=above, by=ann)
    with pytest.raises(NotAllowed, match="32 levels"):
        add_member(house, name="Too deep", email="deep@fennmoor.example", manager=above, by=ann)


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_demote_each_other_at_once_do_not_both_succeed() -> None:
    fennmoor = build(FENNMOOR)
    with scope(fennmoor):
        ann, rosalind = Member.objects.filter(is_admin=True).order_by("user__name")
    both_are_ready, told = threading.Barrier(2), []

    def demote(whom: Member, by: Member) -> None:
        try:
            with scope(fennmoor):
                both_are_ready.wait()
                whom.unmake_admin(by=by)
        except NotAllowed as refusal:
            told.append(refusal.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=demote, args=pair) for pair in ((ann, rosalind), (rosalind, ann))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert "only admin" in told[0]
    with scope(fennmoor):
        assert Member.objects.filter(is_admin=True).count() == 1


def test_two_businesses_have_their_own_account_of_one_address(at_fennmoor: object, larkfield: object) -> None:
    with scope(larkfield):  # type: ignore[arg-type]
        User.objects.register(email="ann@fennmoor.example", name="Another Ann")
        assert User.objects.called("ann@fennmoor.example").get().name == "Another Ann"
    assert User.objects.called("ann@fennmoor.example").get().name == "Ann Reyes"


def test_a_member_moves_with_all_below_only_where_the_deepest_still_fits(house: Team, ann: Member, sam: Member) -> None:
    """Kofi and Ines stand below Sam: below the thirtieth level there is room for him and for them, not lower."""
    chain = [ann]
    for level in range(31):
        chain.append(
            add_member(house, name=f"Deep {level}", email=f"d{level}@fennmoor.example", manager=chain[-1], by=ann)
        )
    with pytest.raises(NotAllowed, match="32 levels"):
        sam.move_under(chain[30], by=ann)
    sam.move_under(chain[29], by=ann)
    assert len(Member.objects.get(user__name__startswith="Kofi").path) == 32 * len(ann.path)
