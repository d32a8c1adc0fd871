from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "shidra.exchange"
    label = "exchange"
