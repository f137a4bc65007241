"""What an import can do to a lead, as its timeline tells it."""

from django.utils.translation import gettext_lazy as _

from doorstep.timeline.kinds import Kind

IMPORTED = Kind("lead.imported", _("{actor} imported this lead from {file}"), icon="upload")
UPDATED_BY_IMPORT = Kind("lead.updated_by_import", _("{actor} updated {fields} by importing {file}"), icon="upload")
IMPORT_UNDONE = Kind("lead.import_undone", _("{actor} undid the import of {file}"), icon="undo-2")
