"""What an action refuses, with a code for the program and the facts for the message."""

from decimal import Decimal

from django.utils.translation import gettext as _


class IncentiveError(ValueError):
    """`code` says why, `facts` what to print, `str()` says it in the language of the moment."""

    messages: dict = {}

    def __init__(self, code: str, **facts):
        self.code = code
        self.facts = facts
        super().__init__(code)

    def __str__(self):
        text = self.messages.get(self.code)
        return text() % {name: _said(fact) for name, fact in self.facts.items()} if text else self.code


def _said(fact):
    return f"{fact:,.2f}" if isinstance(fact, Decimal) else fact


class BudgetError(IncentiveError):
    """`short` (name, free, amount) · `not_committed` (name, open, amount) · `not_positive` · `not_spent`
    (name, spent, amount) · `over_needs_finance` · `over_needs_reason` · `below_used` (name, used)."""

    messages = {
        "short": lambda: _(
            "“%(name)s” has %(free)s left, %(amount)s is asked for. Ask finance to go over it, or choose less."
        ),
        "not_committed": lambda: _("“%(name)s” holds only %(open)s for this; %(amount)s cannot be released."),
        "not_spent": lambda: _("Only %(spent)s of “%(name)s” was spent on this; %(amount)s cannot come back."),
        "not_positive": lambda: _("Write an amount above zero."),
        "over_needs_finance": lambda: _("Only finance may go over a budget."),
        "over_needs_reason": lambda: _("Say why the budget is exceeded."),
        "below_used": lambda: _("%(used)s of “%(name)s” is already committed or spent; plan at least that much."),
    }


class AwardError(IncentiveError):
    """`no_owner` · `no_amount` · `no_points` · `no_text` · `no_budget` ·
    `already_withdrawn` · `not_enough_points` (points, asked) · `not_to_the_cent`."""

    messages = {
        "no_owner": lambda: _("Say who receives the award."),
        "no_amount": lambda: _("Write how much money the award is."),
        "no_points": lambda: _("Write how many points the award is."),
        "no_text": lambda: _("Say what is given."),
        "no_budget": lambda: _("An award that costs money needs a budget line."),
        "already_withdrawn": lambda: _("This award is already withdrawn."),
        "not_enough_points": lambda: _("There are %(points)s points; %(asked)s cannot be given for."),
        "not_to_the_cent": lambda: _("Money awards are whole cents."),
    }


class SchemeError(IncentiveError):
    """`already_published` · `not_first_day` (day) · `starts_before` (start: the version before) · `already_paid`
    (start) · `nobody` · `waits`."""

    messages = {
        "already_published": lambda: _("This version is published. Write a new one."),
        "not_first_day": lambda: _("A version begins on the first day of a pay period, for example %(day)s."),
        "starts_before": lambda: _("The version before begins on %(start)s; this one has to begin later."),
        "already_paid": lambda: _("The period from %(start)s is already final. Choose a later one."),
        "waits": lambda: _("This version is being approved. Withdraw the request first, then change it."),
        "nobody": lambda: _("Nobody is on this scheme yet. Say first who is."),
    }


class RunError(IncentiveError):
    """`not_calculated` · `already_final` · `discarded` · `stale` (run) · `over_needs_finance` (name, short) ·
    `not_final` · `already_paid` · `in_future` · `nothing`."""

    messages = {
        "not_calculated": lambda: _("This run is still being calculated."),
        "already_final": lambda: _("This run is already final."),
        "discarded": lambda: _("This run was put aside."),
        "stale": lambda: _("The run “%(run)s” became final after this one was calculated. Calculate again."),
        "over_needs_finance": lambda: _("“%(name)s” lacks %(short)s for this run; only finance may go over it."),
        "not_final": lambda: _("Only a final run is paid out."),
        "already_paid": lambda: _("This run is already paid out."),
        "not_begun": lambda: _("This period has not begun."),
        "nothing": lambda: _("There is nothing to pay in this run."),
    }
