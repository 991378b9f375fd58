from django.urls import path

from leitai.contests.views import contests, drafts, endings, rules

app_name = "contests"
urlpatterns = [
    path("", contests.index, name="index"),
    path("new/", drafts.new, name="new"),
    path("<int:contest_id>/", contests.show, name="contest"),
    path("<int:contest_id>/chart/", contests.chart, name="chart"),
    path("<int:contest_id>/sides/<int:side_id>/", contests.side, name="side"),
    path("<int:contest_id>/sides/<int:side_id>/members/", contests.members, name="members"),
    path("<int:contest_id>/rules/", drafts.edit_rules, name="rules"),
    path("<int:contest_id>/prizes/", drafts.edit_prizes, name="prizes"),
    path("<int:contest_id>/trial/", drafts.trial, name="trial"),
    path("<int:contest_id>/publication/", drafts.publication, name="publication"),
    path("<int:contest_id>/discard/", drafts.discard, name="discard"),
    path("<int:contest_id>/versions/", rules.versions, name="versions"),
    path("<int:contest_id>/acknowledgement/", rules.acknowledge, name="acknowledgement"),
    path("<int:contest_id>/amendment/", rules.amendment, name="amendment"),
    path("<int:contest_id>/closure/", endings.closure, name="closure"),
    path("<int:contest_id>/objection/", endings.objection, name="objection"),
    path("<int:contest_id>/recount/", endings.recount, name="recount"),
    path("<int:contest_id>/settlement/", endings.settlement, name="settlement"),
    path("<int:contest_id>/cancellation/", endings.cancellation, name="cancellation"),
]
