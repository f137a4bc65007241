"""Foreign keys that carry the business, because plain ones bypass row-level security."""

from django.db import models


class SameBusinessKey(models.ForeignKey):  # type: ignore[type-arg]
    """A ForeignKey between tenant tables.

    The database constraint is `(business_id, x_id) REFERENCES target (business_id, id)`; `walls` installs it,
    so Django's own single-column constraint is left out.
    """

    def __init__(self, to: object, on_delete: object = models.PROTECT, **options: object) -> None:
        options["db_constraint"] = False
        super().__init__(to, on_delete, **options)  # type: ignore[arg-type]
