from django.urls import path

from leitai.imports.views import answers, batches, books, makings, mappings, postings, start, twins, undoings

app_name = "imports"
urlpatterns = [
    path("", start.index, name="index"),
    path("template/<slug:kind>.xlsx", books.template, name="template"),
    path("<int:pk>/", batches.show, name="batch"),
    path("<int:pk>/progress/", batches.progress, name="progress"),
    path("<int:pk>/columns/", mappings.edit, name="mapping"),
    path("<int:pk>/second-file/", mappings.second_file, name="second_file"),
    path("<int:pk>/answers/", answers.create, name="answers"),
    path("<int:pk>/making/", makings.create, name="making"),
    path("<int:pk>/twins/", twins.create, name="twins"),
    path("<int:pk>/errors.xlsx", books.errors, name="errors"),
    path("<int:pk>/posting/", postings.create, name="posting"),
    path("<int:pk>/cancelling/", postings.cancelling, name="cancelling"),
    path("<int:pk>/undoing/", undoings.create, name="undoing"),
]
