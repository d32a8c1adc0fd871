from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "shidra.config"
    label = "config"
