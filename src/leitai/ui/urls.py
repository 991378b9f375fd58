from django.urls import path

from leitai.ui import views

app_name = "ui"
urlpatterns = [
    path("components/", views.components, name="components"),
    path("preferences/", views.choose_preferences, name="preferences"),
]
