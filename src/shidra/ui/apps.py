"""The look: base template, components, gallery, error pages."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "shidra.ui"
    label = "ui"
