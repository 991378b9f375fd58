"""What an approval does: the room that owns a subject says it once, in `ready()`.

    subjects.register("goals.goal", kind="revision", name=_("goal revision"), on_approved=revise,
                      steps=[Step(role="lead"), Step(role="director", threshold=Decimal(1_000_000))])

A handler is called as `handler(subject=…, request=…, by=…, at=…)`, exactly once, in the transaction of the
deciding row. It may raise ValidationError: then nothing was decided, and the approver reads why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from leitai.approvals.models import Verdict
from leitai.approvals.steps import Step

Handler = Callable[..., None]
Digest = Callable[..., str]
_registered: dict[str, "ApprovalSubject"] = {}


def nothing(**_) -> None:
    """The handler of those who need none."""


def unwatched(subject) -> str:
    """The digest of those that cannot change while they wait."""
    return ""


@dataclass(frozen=True)
class ApprovalSubject:
    """One kind of request. `name` is its translated name, `steps` the flow that holds until one is set."""

    label: str
    name: str
    steps: Sequence[Step]
    handlers: dict[str, Handler]
    icon: str
    mend_url: Callable | None = None
    digest: Digest = unwatched


def register(
    model_label: str,
    *,
    name,
    kind: str = "",
    steps: Sequence[Step] = (Step(role="lead"),),
    on_approved: Handler = nothing,
    on_rejected: Handler = nothing,
    on_returned: Handler = nothing,
    on_withdrawn: Handler = nothing,
    icon: str = "checklist",
    mend_url: Callable | None = None,
    digest: Digest = unwatched,
) -> None:
    """`mend_url(subject, request)`: where the requester mends what was returned; None: on the subject's page.

    `digest(subject)`: at most 64 characters that stand for all a yes would do. A yes is refused where they are other
    than when it was asked, so that nobody approves one thing and another happens.

    Registering the same label and kind again replaces it, so that `ready()` may run twice.
    """
    handlers = {
        Verdict.APPROVED: on_approved,
        Verdict.REJECTED: on_rejected,
        Verdict.RETURNED: on_returned,
        "withdrawn": on_withdrawn,
    }
    label = flow_label(model_label, kind)
    _registered[label] = ApprovalSubject(label, name, tuple(steps), handlers, icon, mend_url, digest)


def flow_label(model_label: str, kind: str = "") -> str:
    """The name of a kind of request: "goals.goal" or "goals.goal:revision"."""
    return f"{model_label}:{kind}" if kind else model_label


def registered() -> dict[str, ApprovalSubject]:
    return dict(_registered)


def of(request) -> ApprovalSubject:
    """How a request's kind speaks. Raises KeyError for one nobody registered."""
    return _registered[flow_label(request.subject_type, request.kind)]
