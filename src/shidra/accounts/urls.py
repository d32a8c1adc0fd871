from django.urls import path

from shidra.accounts import views

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-in/passkey/", views.sign_in_by_passkey, name="sign-in-by-passkey"),
    path("sign-in/challenge/", views.challenge, name="challenge"),
    path("sign-in/code/", views.ask_for_code, name="ask-for-code"),
    path("sign-in/code/enter/", views.enter_code, name="enter-code"),
    path("sign-in/second-step/", views.second_step, name="second-step"),
    path("sign-in/link/<str:person>/<str:token>/", views.by_link, name="by-link"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("first-visit/", views.first_visit, name="first-visit"),
    path("account/", views.account, name="account"),
    path("account/confirm/", views.confirm, name="confirm"),
    path("account/name/", views.change_own_name, name="name"),
    path("account/email/", views.change_own_email, name="email"),
    path("account/email/code/", views.confirm_own_email, name="confirm-email"),
    path("account/password/", views.change_own_password, name="password"),
    path("account/second-factor/", views.second_factor, name="second-factor"),
    path("account/app/", views.add_app, name="app"),
    path("account/passkey/", views.add_own_passkey, name="passkey"),
    path("account/passkey/challenge/", views.challenge_to_add, name="challenge-to-add"),
    path("account/recovery-codes/", views.recovery_codes, name="recovery-codes"),
    path("account/factors/<int:factor>/remove/", views.remove, name="remove-factor"),
    path("account/sessions/<int:session>/end/", views.end_one_session, name="end-session"),
    path("account/sessions/end-others/", views.end_sessions_elsewhere, name="end-other-sessions"),
]
