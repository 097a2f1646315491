"""The community slice: places, people, sign-in and roles.

Owns districts, communities, buildings, entrances and homes; people, their memberships, sign-in sessions and one-time
codes; imports of estate lists. Publishes `MembershipRequested`, `MembershipDecided`, `MembershipEnded` and
`EstateImported`. Hears its own membership events, to tell the people concerned.
"""

from flask import Flask

from community.directory import CommunityDirectory


def init_app(app: Flask) -> None:
    """Register who may be asked about people and places."""
    app.extensions["linli"].directory = CommunityDirectory()
