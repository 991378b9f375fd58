"""What the last yes does. A refusal is said to whoever says yes, and nothing is decided."""

from django.core.exceptions import ValidationError

from leitai.incentives.actions import finalise_run, publish_version
from leitai.incentives.errors import IncentiveError


def publish(*, subject, request, by, at) -> None:
    try:
        publish_version(version=subject, by=by, at=at)
    except IncentiveError as error:
        raise ValidationError(str(error), code=error.code) from error


def make_final(*, subject, request, by, at) -> None:
    try:
        finalise_run(run=subject, by=by, at=at)
    except IncentiveError as error:
        raise ValidationError(str(error), code=error.code) from error
