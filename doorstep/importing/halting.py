"""An import goes on while whoever set it going may still do so: asked before each chunk, as with any other work."""

from django.utils.translation import gettext as _

from doorstep.importing.models import Import, State
from doorstep.tenancy.askers import lost_since

THEN = {State.CHECKING: State.UPLOADED, State.RUNNING: State.PAUSED, State.UNDOING: State.FAILED}
"""From where somebody else can take it up again."""


def halted(import_run: Import) -> bool:
    lost = lost_since(import_run.asked_by_id, import_run.rights)
    if lost:
        sentence = f"{lost} {_('So this was stopped; what was done before stays.')}"
        import_run.advance(THEN[State(import_run.state)], note=sentence)
    return bool(lost)
