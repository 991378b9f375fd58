from django.urls import path

from leitai.goals.views import checks, goals, index, revisions, splits

app_name = "goals"
urlpatterns = [
    path("", index.index, name="index"),
    path("new/", goals.new, name="new"),
    path("new/outlook/", goals.outlook, name="outlook"),
    path("<int:pk>/", goals.show, name="goal"),
    path("<int:pk>/why/", goals.why, name="why"),
    path("<int:pk>/revision/", revisions.edit, name="revision"),
    path("<int:pk>/split/", splits.edit, name="split"),
    path("<int:pk>/withdrawal/", goals.withdrawal, name="withdrawal"),
    path("<int:pk>/checks/<int:check_id>/", checks.edit, name="check"),
]
