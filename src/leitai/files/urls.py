from django.urls import path

from leitai.files.views import stored

app_name = "files"
urlpatterns = [
    path("", stored.create, name="create"),
    path("<int:pk>/<str:name>", stored.show, name="show"),
]
