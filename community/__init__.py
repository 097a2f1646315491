"""The community slice: places, people, sign-in and roles.

Owns districts, communities, buildings, entrances and homes; people, their memberships, sign-in sessions and one-time
codes; imports of estate lists. Publishes `MembershipRequested`, `MembershipDecided`, `MembershipEnded` and
`EstateImported`. Hears its own membership events, to tell the people concerned.
"""

from datetime import timedelta

from flask import Flask

from community import jobs, policies, sms, subscribers
from community.core.kernel import Kernel
from community.demo import init_demo
from community.directory import CommunityDirectory
from community.events import MembershipDecided, MembershipEnded, MembershipRequested
from community.routes import BLUEPRINTS
from community.setup import init_setup


def init_app(app: Flask) -> None:
    """Register rights, routes, subscribers, jobs and the sender of text messages."""
    core: Kernel = app.extensions["linli"]
    core.allow(policies.OPERATIONS)
    core.directory = CommunityDirectory()
    sms.init_sms(app)
    init_demo(app)
    init_setup(app)
    for blueprint in BLUEPRINTS:
        app.extensions["linli_api"].register_blueprint(blueprint)
    core.subscribe(MembershipRequested, subscribers.tell_of_request)
    core.subscribe(MembershipDecided, subscribers.tell_of_decision)
    core.subscribe(MembershipEnded, subscribers.tell_of_end)
    core.job("community.lapse_memberships", every=timedelta(minutes=5), func=jobs.lapse_memberships)
    core.job("community.purge_sign_in", every=timedelta(hours=1), func=jobs.purge_sign_in)
    core.job("community.purge_previews", every=timedelta(hours=6), func=jobs.purge_previews)
