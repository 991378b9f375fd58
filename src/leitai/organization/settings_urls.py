from django.urls import path

from leitai.organization.views import calendar, company

app_name = "settings"
urlpatterns = [
    path("", company.edit, name="company"),
    path("calendar/", calendar.index, name="calendar"),
    path("calendar/days/<int:pk>/removal/", calendar.removal, name="day_removal"),
]
