from django.urls import path

from leitai.today.views import index, people, units

app_name = "today"
urlpatterns = [
    path("", index.index, name="index"),
    path("people/<int:pk>/", people.show, name="person"),
    path("units/<int:pk>/", units.show, name="unit"),
]
