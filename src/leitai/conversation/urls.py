from django.urls import path

from leitai.conversation.views import channels, messages, people, threads

app_name = "conversation"
urlpatterns = [
    path("channels/", channels.index, name="channels"),
    path("channels/<int:pk>/", channels.show, name="channel"),
    path("people/", people.index, name="people"),
    path("messages/<int:pk>/", messages.show, name="message"),
    path("messages/<int:pk>/edit/", messages.edit, name="edit"),
    path("messages/<int:pk>/deletion/", messages.deletion, name="deletion"),
    path("messages/<int:pk>/reactions/", messages.reactions, name="reactions"),
    path("<str:label>/<int:pk>/", threads.show, name="thread"),
    path("<str:label>/<int:pk>/messages/", threads.some, name="messages"),
    path("<str:label>/<int:pk>/reading/", threads.reading, name="reading"),
    path("<str:label>/<int:pk>/following/", threads.following, name="following"),
]
