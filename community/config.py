"""What the application is made of. Slices stand here as strings, lowest floor first, so that no arrow points up."""

from datetime import timedelta
from typing import Any

from community.core.settings import Settings

SLICES = ("community", "devices", "repairs", "access", "gridworkers", "intercom")


def flask_config(settings: Settings) -> dict[str, Any]:
    """Derive the configuration of Flask and its extensions from our settings."""
    return {
        "SECRET_KEY": settings.secret(),
        "MAX_CONTENT_LENGTH": 17 * 2**20,  # a photo of 15 MB and its form; a route may allow more
        "MAX_FORM_MEMORY_SIZE": 2**20,
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings),
        "JWT_SECRET_KEY": settings.secret(),
        "JWT_ALGORITHM": "HS256",
        "JWT_DECODE_ALGORITHMS": ["HS256"],
        "JWT_ACCESS_TOKEN_EXPIRES": timedelta(minutes=15),
        "API_TITLE": "Linli",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/api/v1",
        "OPENAPI_JSON_PATH": "openapi.json",
        "API_SPEC_OPTIONS": {
            "info": {"description": "Linli (邻里), a smart residential-community platform."},
            "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}},
        },
    }


def _engine_options(settings: Settings) -> dict[str, Any]:
    if settings.database.startswith("sqlite"):
        return {
            "connect_args": {"timeout": 15, "check_same_thread": False},
            "pool_size": settings.database_pool,
            "hide_parameters": True,
        }
    return {
        "hide_parameters": True,  # errors end up in logs and dead letters, where no personal data belongs
        "pool_size": settings.database_pool,
        "pool_pre_ping": True,
        "pool_timeout": 5,
        "connect_args": {"connect_timeout": 5},
    }
