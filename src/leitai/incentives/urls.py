"""Addresses below /incentives/."""

from django.urls import path

from leitai.incentives.views import awards, budget, disputes, runs, schemes, statements

app_name = "incentives"
urlpatterns = [
    path("", statements.index, name="index"),
    path("statements/<int:pk>/", statements.show, name="statement"),
    path("statements/<int:pk>/lines/<int:line_id>/", statements.line, name="line"),
    path("statements/<int:pk>/disputes/", disputes.create, name="open_dispute"),
    path("disputes/", disputes.index, name="disputes"),
    path("disputes/<int:pk>/", disputes.show, name="dispute"),
    path("disputes/<int:pk>/answer/", disputes.answer, name="answer_dispute"),
    path("schemes/", schemes.index, name="schemes"),
    path("schemes/new/", schemes.new, name="new_scheme"),
    path("schemes/<int:pk>/", schemes.show, name="scheme"),
    path("schemes/<int:pk>/draft/", schemes.draft, name="scheme_draft"),
    path("schemes/<int:pk>/draft/preview/", schemes.preview, name="scheme_preview"),
    path("schemes/<int:pk>/v<int:number>/", schemes.version, name="scheme_version"),
    path("schemes/<int:pk>/assignments/", schemes.assign, name="assign_scheme"),
    path("schemes/<int:pk>/assignments/<int:assignment_id>/end/", schemes.unassign, name="unassign_scheme"),
    path("runs/", runs.index, name="runs"),
    path("runs/new/", runs.create, name="new_run"),
    path("runs/<int:pk>/", runs.show, name="run"),
    path("runs/<int:pk>/progress/", runs.progress, name="run_progress"),
    path("runs/<int:pk>/submission/", runs.submit, name="submit_run"),
    path("runs/<int:pk>/discard/", runs.discard, name="discard_run"),
    path("runs/<int:pk>/payout/", runs.payout, name="pay_out"),
    path("budget/", budget.index, name="budget"),
    path("budget/new/", budget.new, name="new_budget"),
    path("budget/<int:pk>/", budget.show, name="budget_line"),
    path("awards/", awards.index, name="awards"),
    path("awards/new/", awards.new, name="new_award"),
    path("awards/<int:pk>/withdrawal/", awards.withdraw, name="withdraw_award"),
    path("points/", awards.points, name="points"),
    path("points/new/", awards.redeem, name="redeem_points"),
]
