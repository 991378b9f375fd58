"""The only writers. Every action is keyword-only and atomic; `by` is the user who acts, None for a job."""

from leitai.incentives.actions.awards import AwardDraft, grant_awards, redeem_points, withdraw_award
from leitai.incentives.actions.budget import (
    commit_budget,
    plan_budget,
    recover_budget,
    release_budget,
    revise_budget,
    spend_budget,
)
from leitai.incentives.actions.disputes import answer_dispute, open_dispute
from leitai.incentives.actions.runs import (
    calculate_run,
    discard_run,
    finalise_run,
    pay_out,
    request_run,
    submit_run,
)
from leitai.incentives.actions.schemes import (
    assign_scheme,
    create_scheme,
    end_assignment,
    publish_version,
    save_draft,
    submit_version,
)

__all__ = [
    "AwardDraft",
    "answer_dispute",
    "assign_scheme",
    "calculate_run",
    "commit_budget",
    "create_scheme",
    "discard_run",
    "end_assignment",
    "finalise_run",
    "grant_awards",
    "open_dispute",
    "pay_out",
    "plan_budget",
    "publish_version",
    "recover_budget",
    "redeem_points",
    "release_budget",
    "request_run",
    "revise_budget",
    "save_draft",
    "spend_budget",
    "submit_run",
    "submit_version",
    "withdraw_award",
]
