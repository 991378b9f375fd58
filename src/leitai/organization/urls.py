from django.urls import path

from leitai.organization.views import people, set_up, spells, units

app_name = "organization"
urlpatterns = [
    path("", people.index, name="people"),
    path("people/new/", people.new, name="hire"),
    path("people/<int:pk>/edit/", people.edit, name="edit_person"),
    path("people/<int:pk>/transfers/", spells.transfer, name="transfer"),
    path("people/<int:pk>/grades/", spells.grade, name="grade"),
    path("people/<int:pk>/leaves/", spells.leave, name="leave"),
    path("people/<int:pk>/leaves/<int:leave_id>/removal/", spells.leave_removal, name="leave_removal"),
    path("people/<int:pk>/departure/", spells.departure, name="departure"),
    path("people/<int:pk>/departure/removal/", spells.departure_removal, name="departure_removal"),
    path("people/<int:pk>/login/", people.login, name="login"),
    path("people/<int:pk>/password/", people.password, name="password"),
    path("people/<int:pk>/roles/", people.roles, name="roles"),
    path("people/<int:pk>/roles/<int:role_id>/end/", people.role_end, name="role_end"),
    path("units/", units.index, name="units"),
    path("units/new/", units.new, name="new_unit"),
    path("units/<int:pk>/edit/", units.edit, name="edit_unit"),
    path("units/<int:pk>/archive/", units.archive, name="archive_unit"),
    path("set-up/", set_up.index, name="set_up"),
    path("set-up/people/", set_up.people, name="set_up_people"),
]
