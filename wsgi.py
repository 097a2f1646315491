"""The WSGI application: `gunicorn wsgi:app`, and what `flask` commands find."""

from community.app import create_app

app = create_app()
