from django.urls import path

from leitai.metrics.views import builder, library, market, metrics

app_name = "metrics"
urlpatterns = [
    path("", library.index, name="library"),
    path("new/", builder.new, name="new"),
    path("preview/", builder.preview, name="preview"),
    path("market/", market.index, name="market"),
    path("<int:pk>/", metrics.show, name="metric"),
    path("<int:pk>/definition/", builder.edit, name="edit"),
    path("<int:pk>/archive/", metrics.archive, name="archive"),
    path("<int:pk>/records/", metrics.records, name="records"),
]
