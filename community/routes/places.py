"""Communities, buildings and homes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from community import queries
from community.core import ratelimit
from community.core.auth import Actor
from community.core.http import Blueprint
from community.core.paging import Page
from community.core.uow import UnitOfWork, unit_of_work
from community.models import Building, Community, Home
from community.queries import lists
from community.schemas.places import (
    BuildingOut,
    CommunitiesFound,
    CommunityLookup,
    CommunityOut,
    CommunityQuery,
    HomeLookup,
    HomeOut,
    HomeQuery,
    HomesFound,
)

communities = Blueprint("communities", __name__, url_prefix="/api/v1/communities", description="Communities")
homes = Blueprint("homes", __name__, url_prefix="/api/v1/homes", description="Homes")

LOOKUPS, LOOKUPS_A_DAY = 30, 100  # a person looks for one community and one home; more is somebody drawing up a list
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@communities.get("/", operation="communities.list", query=CommunityQuery, returns=CommunityOut, page=True)
def list_communities(uow: UnitOfWork, query: dict[str, Any]) -> Page[Community]:
    """List the communities in which the asker has a part, by name."""
    return lists.communities_page(uow.session, uow.actor, **query)


@communities.get("/lookup", operation="communities.lookup", query=CommunityLookup, returns=CommunitiesFound, own_transactions=True)
def look_up_community(actor: Actor, query: dict[str, Any]) -> dict[str, Sequence[Community]]:
    """Find a community by its exact name, for somebody who is not yet bound to a home there."""
    _count_lookup(actor)
    with unit_of_work(actor, read_only=True) as uow:
        return {"items": lists.communities_named(uow.session, query["q"])}


@communities.get("/<uuid:community_id>", operation="communities.read", returns=CommunityOut)
def read_community(uow: UnitOfWork, community_id: UUID) -> Community:
    """Read one community."""
    return _community(uow, "communities.read", community_id)


@communities.get("/<uuid:community_id>/buildings", operation="buildings.list", returns=BuildingOut, page=True)
def list_buildings(uow: UnitOfWork, community_id: UUID, query: dict[str, Any]) -> Page[Building]:
    """List a community's buildings with their entrances, in the order in which people count them."""
    _community(uow, "buildings.list", community_id)
    return lists.buildings_page(uow.session, community_id, **query)


@homes.get("/", operation="homes.list", query=HomeQuery, returns=HomeOut, page=True)
def list_homes(uow: UnitOfWork, query: dict[str, Any]) -> Page[Home]:
    """List the homes the asker may see; `q` matches any part of the label."""
    return lists.homes_page(uow.session, uow.actor, **query)


@homes.get("/lookup", operation="homes.lookup", query=HomeLookup, returns=HomesFound, own_transactions=True)
def look_up_home(actor: Actor, query: dict[str, Any]) -> dict[str, Sequence[Home]]:
    """Find a home by its exact label or number, in order to ask to be bound to it. Says nothing of who lives there."""
    _count_lookup(actor)
    with unit_of_work(actor, read_only=True) as uow:
        return {"items": lists.homes_named(uow.session, query["community_id"], query["q"])}


@homes.get("/<uuid:home_id>", operation="homes.read", returns=HomeOut)
def read_home(uow: UnitOfWork, home_id: UUID) -> Home:
    """Read one home."""
    home = queries.find_home(uow.session, home_id)
    uow.actor.require("homes.read", home.place)
    return home


def _count_lookup(actor: Actor) -> None:
    ratelimit.hit(f"lookup:{actor.person_id}", LOOKUPS, MINUTE)
    ratelimit.hit(f"lookup:day:{actor.person_id}", LOOKUPS_A_DAY, DAY)


def _community(uow: UnitOfWork, operation: str, community_id: UUID) -> Community:
    community = queries.community_of(uow.session, community_id)
    uow.actor.require(operation, community.place)
    return community
