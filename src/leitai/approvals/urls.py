from django.urls import path

from leitai.approvals.views import decisions, delegations, flows, requests, seats

app_name = "approvals"
urlpatterns = [
    path("", requests.waiting, name="waiting"),
    path("asked/", requests.asked, name="asked"),
    path("decided/", requests.decided, name="decided"),
    path("<int:pk>/", requests.show, name="request"),
    path("<int:pk>/decision/", decisions.create, name="decision"),
    path("<int:pk>/withdrawal/", requests.withdrawal, name="withdrawal"),
    path("<int:pk>/round/", requests.round, name="round"),
    path("<int:pk>/reminder/", requests.reminder, name="reminder"),
    path("seats/<int:pk>/reassignment/", seats.reassignment, name="reassignment"),
    path("people/", delegations.people, name="people"),
    path("delegations/", delegations.index, name="delegations"),
    path("delegations/<int:pk>/end/", delegations.end, name="end_delegation"),
    path("flows/", flows.index, name="flows"),
    path("flows/<str:label>/", flows.edit, name="flow"),
    path("flows/<str:label>/reset/", flows.reset, name="reset_flow"),
]
