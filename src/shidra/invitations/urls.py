from django.urls import path

from shidra.invitations import views

app_name = "invitations"

urlpatterns = [
    path("i/<slug:code>/people/", views.people, name="people"),
    path("i/<slug:code>/people/invite/", views.invite_person, name="invite"),
    path("i/<slug:code>/people/<int:pk>/remove/", views.remove, name="remove"),
    path("i/<slug:code>/people/<int:pk>/sign-in-link/", views.sign_in_link, name="sign-in-link"),
    path(
        "i/<slug:code>/people/invitations/<int:pk>/withdraw/",
        views.withdraw_invitation,
        name="withdraw",
    ),
    path("join/<str:secret>/", views.join, name="join"),
]
