from django.urls import path

from leitai.notifications.views import entries

app_name = "notifications"
urlpatterns = [
    path("", entries.index, name="inbox"),
    path("reading/", entries.read_all, name="read_all"),
    path("<int:pk>/", entries.show, name="entry"),
    path("<int:pk>/reading/", entries.read, name="read"),
]
