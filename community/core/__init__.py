"""Machinery without domain words: transactions, events, delivery, rights, HTTP, MQTT link, time and settings."""
