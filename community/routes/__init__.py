"""The HTTP entrances of the community slice."""

from community.routes import audit, auth, feed, imports, me, memberships, people, places

BLUEPRINTS = (
    auth.blp,
    me.blp,
    places.communities,
    places.homes,
    memberships.blp,
    people.blp,
    imports.blp,
    audit.blp,
    feed.blp,
)
