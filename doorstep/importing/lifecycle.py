"""The course of an import: checked, started, paused, taken up again, undone. Each verb defers the job that does it."""

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.accounts.models import Member
from doorstep.importing import jobs
from doorstep.importing import targets as to
from doorstep.importing.directory import CREATE
from doorstep.importing.models import NOTHING_WRITTEN, Import, MatchBy, Mode, State
from doorstep.importing.running import forget_results, probe_of
from doorstep.kit.errors import NotAllowed
from doorstep.leads.models import Field
from doorstep.leads.models.options import field_key

JOBS = {State.CHECKING: jobs.check_import, State.RUNNING: jobs.run_import, State.UNDOING: jobs.undo_import}


def choose(
    import_run: Import,
    *,
    by: Member,  # noqa: ARG001
    mapping: Sequence[str],
    mode: str = Mode.BOTH,
    match: Sequence[str] = (MatchBy.EMAIL, MatchBy.PHONE),
    unknown: Mapping[str, str] | None = None,
    day_order: Mapping[str, str] | None = None,
) -> None:
    """Where each column goes and what is done with the rows; whether that makes sense is asked when it is checked."""
    chosen = {
        "mapping": list(mapping),
        "mode": mode,
        "match": list(match),
        "unknown": dict(unknown or {}),
        "day_order": dict(day_order or {}),
    }
    import_run.hold()  # so that nothing changes under a run that somebody else starts this very moment
    if import_run.state != State.UPLOADED:
        import_run.advance(State.UPLOADED)
    for name, value in chosen.items():
        setattr(import_run, name, value)
    import_run.save(update_fields=list(chosen))


def begin_check(import_run: Import, *, by: Member) -> None:
    """Raises NotAllowed when nobody could come of what was chosen."""
    _refuse_senseless(import_run.mapping, import_run.match)
    _refuse_beyond_rights(import_run, by)
    _set_going(import_run, State.CHECKING, by)


def check(import_run: Import, *, by: Member) -> None:
    """The dry run of all rows."""
    begin_check(import_run, by=by)
    jobs.check_import.later(import_id=import_run.pk)


def begin(import_run: Import, *, by: Member) -> None:
    """What must be there before the first row is written. `start` defers the run, the command runs it itself."""
    _refuse_senseless(import_run.mapping, import_run.match)
    _refuse_beyond_rights(import_run, by)
    _set_going(import_run, State.RUNNING, by, started_at=timezone.now())
    forget_results(import_run)
    _add_fields(import_run)


def start(import_run: Import, *, by: Member) -> None:
    begin(import_run, by=by)
    jobs.run_import.later(import_id=import_run.pk)


def pause(import_run: Import, *, by: Member) -> None:  # noqa: ARG001
    import_run.advance(State.PAUSED)


def resume(import_run: Import, *, by: Member) -> None:
    """With the rights of whoever takes it up: they may be others than those with which it began."""
    _refuse_beyond_rights(import_run, by)
    _set_going(import_run, State.RUNNING, by, pace_at=timezone.now(), pace_done=import_run.done)
    jobs.run_import.later(import_id=import_run.pk)


def carry_on(import_run: Import, *, by: Member) -> None:  # noqa: ARG001
    """For one that seems to have stopped; harmless when it has not, since two runs never take the same rows."""
    if import_run.seems_stopped:
        JOBS[State(import_run.state)].later(import_id=import_run.pk)


def begin_undo(import_run: Import, *, by: Member) -> None:
    if not import_run.has_its_rows:
        raise NotAllowed(
            _("%(file)s ended more than 90 days ago. It cannot be undone any more.") % {"file": import_run}
        )
    _set_going(import_run, State.UNDOING, by, undone_by=by, pace_at=None)


def undo(import_run: Import, *, by: Member) -> None:
    """Stops it first if it is still running."""
    begin_undo(import_run, by=by)
    jobs.undo_import.later(import_id=import_run.pk)


def discard(import_run: Import, *, by: Member) -> None:  # noqa: ARG001
    """Takes an upload away that has written nothing."""
    import_run.hold()
    if import_run.state not in (*NOTHING_WRITTEN, State.FAILED) or import_run.started_at:
        raise NotAllowed(_("%(file)s has been imported. Undo it instead.") % {"file": import_run})
    import_run.drop_file()
    import_run.delete()


def _set_going(import_run: Import, to: State, by: Member, **facts: object) -> None:
    import_run.advance(to, asked_by=by, rights=by.rights, note="", **facts)


def _refuse_senseless(mapping: Sequence[str], match: Sequence[str]) -> None:
    used = {target for target in mapping if target}
    if not used & {to.EMAIL, to.PHONE, "external_id", to.NAME, to.LAST_NAME}:
        raise NotAllowed(
            _("No column goes to a name, an e-mail or a phone. Choose at least one of them."), field="mapping"
        )
    if not match:
        raise NotAllowed(_("Choose at least one detail by which a row is the same person."), field="match")


def _refuse_beyond_rights(import_run: Import, by: Member) -> None:
    adds = to.NEW_FIELD in import_run.mapping or CREATE in import_run.unknown.values()
    if adds and not by.sets_up_the_business:
        raise NotAllowed(
            _("Only an admin of the business may add fields, lead types and statuses. Leave these out."),
            field="mapping",
        )


def _add_fields(import_run: Import) -> None:
    headers = probe_of(import_run).headers
    for header, target in zip(headers, import_run.mapping, strict=True):
        if target == to.NEW_FIELD:
            Field.objects.get_or_create(key=field_key(header), defaults={"label": header[:80]})
