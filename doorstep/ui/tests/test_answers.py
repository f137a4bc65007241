"""What a page does with a verb's refusal."""

from http import HTTPStatus

from django import forms

from doorstep.kit.errors import NotAllowed
from doorstep.ui.answers import refusals_on, status_of


class PauseForm(forms.Form):
    reason = forms.CharField()


def sent(reason: str = "Holidays") -> PauseForm:
    form = PauseForm({"reason": reason})
    form.full_clean()
    return form


def test_a_refusal_stands_beside_the_field_it_names() -> None:
    form = sent()
    with refusals_on(form):
        raise NotAllowed("Too short.", field="reason")
    assert form.errors == {"reason": ["Too short."]}
    assert status_of(form) == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_refusal_that_names_no_field_of_the_form_stands_above_it() -> None:
    for field in ("", "amount"):
        form = sent()
        with refusals_on(form):
            raise NotAllowed("Paused already.", field=field)
        assert form.non_field_errors() == ["Paused already."]


def test_in_a_form_of_one_field_a_refusal_stands_beside_that() -> None:
    form = sent()
    with refusals_on(form, field="reason"):
        raise NotAllowed("Paused already.")
    assert form.errors == {"reason": ["Paused already."]}


def test_what_nobody_refuses_leaves_the_form_as_it_is() -> None:
    form = sent()
    with refusals_on(form):
        pass
    assert (form.errors, status_of(form)) == ({}, HTTPStatus.OK)
