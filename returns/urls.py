"""Addresses of the returns app."""

from django.urls import URLPattern, URLResolver, path

from returns.views import exports, imports

urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("imports/<uuid:uuid>/", imports.Import.as_view(), name="import"),
    path("imports/<uuid:uuid>/report/", imports.ImportReport.as_view(), name="import-report"),
    path("imports/<uuid:uuid>/take-good-rows/", imports.TakeGoodRows.as_view(), name="import-good-rows"),
    path("imports/<uuid:uuid>/start-again/", imports.StartImportAgain.as_view(), name="import-start-again"),
    path("exports/", exports.Exports.as_view(), name="exports"),
    path("exports/<uuid:uuid>/", exports.Export.as_view(), name="export"),
    path("exports/<uuid:uuid>/files/", exports.ExportDownload.as_view(), name="export-download"),
    path("exports/<uuid:uuid>/start-again/", exports.StartExportAgain.as_view(), name="export-start-again"),
]
