"""{% load approvals %}{% approval goal %}: where the newest request about a subject stands, and its buttons."""

from django import template

from leitai import clock
from leitai.approvals import policies
from leitai.approvals.actions.progress import changed_since
from leitai.approvals.models import Verdict
from leitai.approvals.queries import latest_request
from leitai.approvals.reading import read_all

register = template.Library()


@register.simple_tag(takes_context=True)
def approval_of(context, subject, kind=""):
    """{% approval_of goal "revision" as state %}; None where it was never asked. Only for a subject the viewer sees."""
    request = context["request"]
    found = latest_request(subject, kind=kind)
    if found is None:
        return None
    on = clock.today()
    return {
        "approval": read_all([found])[0],
        "seats": policies.seats_open_to(request.user, found, on=on),
        "away": policies.approvers_away(found, on=on),
        "changed": changed_since(found),
        "may_resubmit": policies.may_resubmit(request.user, found),
        "may_withdraw": policies.may_withdraw(request.user, found),
        "Verdict": Verdict,
        "next": request.get_full_path(),
    }


@register.filter
def entry(mapping, key):
    """{{ away|entry:seat.approver_id }}: None where the key is not there."""
    return mapping.get(key)
