"""All routes. Pages stand below their language; what machines read does not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from shidra.config.redirects import to_language

handler403 = "shidra.config.refusals.refused"

urlpatterns = [
    path("", to_language, name="root"),
    path("", include("shidra.ui.urls.assets")),
    *i18n_patterns(
        path("", include("shidra.desk.urls")),
        path("", include("shidra.beginning.urls")),
        path("", include("shidra.workshops.urls")),
        path("", include("shidra.mapping.urls")),
        path("", include("shidra.records.urls")),
        path("", include("shidra.submissions.urls")),
        path("", include("shidra.exchange.urls")),
        path("", include("shidra.structure.urls")),
        path("", include("shidra.gaps.urls")),
        path("", include("shidra.disparities.urls")),
        path("", include("shidra.equity.urls")),
        path("", include("shidra.agenda.urls")),
        path("", include("shidra.releases.urls")),
        path("", include("shidra.roadmap.urls")),
        path("", include("shidra.measurement.urls")),
        path("", include("shidra.invitations.urls")),
        path("", include("shidra.backbone.urls")),
        path("", include("shidra.network.urls")),
        path("", include("shidra.initiatives.urls")),
        path("", include("shidra.notifications.urls")),
        path("", include("shidra.accounts.urls")),
        path("", include("shidra.ui.urls")),
    ),
]
