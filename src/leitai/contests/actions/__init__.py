"""The only writers. Every action is keyword-only and atomic; `by` is the user who acts, None for a job."""

from leitai.contests.actions.asking import ask_to_publish
from leitai.contests.actions.drafting import create_contest, discard_contest, edit_contest, set_prizes, set_sides
from leitai.contests.actions.ending import (
    cancel_contest,
    close_contest,
    recount_contest,
    remind_to_settle,
    settle_contest,
)
from leitai.contests.actions.objecting import object_to_result
from leitai.contests.actions.publishing import (
    acknowledge_rules,
    amend_contest,
    publish_contest,
    publish_or_ask,
)

__all__ = [
    "acknowledge_rules",
    "amend_contest",
    "ask_to_publish",
    "cancel_contest",
    "close_contest",
    "create_contest",
    "discard_contest",
    "edit_contest",
    "object_to_result",
    "publish_contest",
    "publish_or_ask",
    "recount_contest",
    "remind_to_settle",
    "set_prizes",
    "set_sides",
    "settle_contest",
]
