from django.urls import path

from leitai.customers import views

app_name = "customers"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.show, name="customer"),
    path("<int:pk>/edit/", views.edit, name="edit"),
]
