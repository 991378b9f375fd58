"""Addresses below /planning/."""

from django.urls import path

from leitai.planning.views import tasks

app_name = "planning"
urlpatterns = [
    path("", tasks.index, name="index"),
    path("tasks/new/", tasks.create, name="new_task"),
    path("tasks/<int:pk>/", tasks.show, name="task"),
    path("tasks/<int:pk>/completion/", tasks.completion, name="completion"),
    path("tasks/<int:pk>/drop/", tasks.drop, name="drop"),
]
