from django.urls import path

from leitai.sales.views import catalogue, deals, records, reports

app_name = "sales"
urlpatterns = [
    path("", records.index, name="index"),
    path("export/", records.export, name="export"),
    path("<int:pk>/", records.show, name="record"),
    path("<int:pk>/split/", records.split, name="split"),
    path("<int:pk>/withdrawal/", records.withdrawal, name="withdrawal"),
    path("report/", reports.report, name="report"),
    path("report/token/", reports.token, name="report_token"),
    path("report/customers/", reports.customers, name="report_customers"),
    path("report/earns/", reports.earns, name="report_earns"),
    path("report/offline/", reports.offline, name="offline"),
    path("worker.js", reports.worker, name="worker"),
    path("deals/<int:pk>/", deals.show, name="deal"),
    path("deals/<int:pk>/correction/", deals.correction, name="correction"),
    path("deals/<int:pk>/withdrawal/", deals.withdrawal, name="deal_withdrawal"),
    path("catalogue/", catalogue.index, name="catalogue"),
    path("catalogue/products/new/", catalogue.product, name="new_product"),
    path("catalogue/products/<int:pk>/", catalogue.product, name="product"),
    path("catalogue/products/<int:pk>/archive/", catalogue.product_archive, name="product_archive"),
    path("catalogue/channels/new/", catalogue.channel, name="new_channel"),
    path("catalogue/channels/<int:pk>/", catalogue.channel, name="channel"),
    path("catalogue/channels/<int:pk>/archive/", catalogue.channel_archive, name="channel_archive"),
]
