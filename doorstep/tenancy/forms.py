"""Forms that see uniqueness within the business."""

from django import forms
from django.core.exceptions import ValidationError


class TenantForm(forms.ModelForm):  # type: ignore[type-arg]
    """A ModelForm skips every constraint that names an excluded field, and `business` is always excluded."""

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"business"}  # type: ignore[misc, no-any-return]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())
        except ValidationError as fault:
            self._update_errors(fault)  # type: ignore[attr-defined]
