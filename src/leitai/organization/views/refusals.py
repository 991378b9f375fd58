"""Turn an action's refusal into messages beside the fields of the form that asked for it."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError


class Refused(Exception):
    """The action said no; the form now says why."""


@contextmanager
def beside(form):
    """`with beside(form): act(...)`: a ValidationError of the action lands on the form's own fields."""
    try:
        yield
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            for field, messages in error.error_dict.items():
                form.add_error(field if field in form.fields else None, messages)
        else:
            form.add_error(None, error)
        raise Refused from error
