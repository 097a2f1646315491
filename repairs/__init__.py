"""The repairs slice: what residents report, and its way until it is fixed and rated.

Owns categories, working hours and promises, tickets with their history, comments, photos, voice notes, videos, ratings and return
visits, and the figures about them; consultations; articles and standard answers; the search among these. Publishes
`TicketSubmitted`, `ActionTaken`, `TicketEscalated`, `TicketCommented`, `AttachmentProcessed`, `RatingReplied`,
`ReturnVisitChanged`, `ConsultationChanged` and `ConsultationWritten`. Hears its own events, to tell the people concerned through
their feeds, to count, and to keep tickets findable; makes videos playable.
"""

from collections.abc import Callable

from flask import Flask

from community.core.auth import Actor
from community.core.kernel import Kernel
from community.core.uow import unit_of_work
from repairs import cli, demo, jobs, subscribers
from repairs.attachments import processing
from repairs.attachments import subscribers as attachment_subscribers
from repairs.attachments.events import AttachmentProcessed
from repairs.catalogue import ensure_catalogue
from repairs.consultations import subscribers as consultation_subscribers
from repairs.consultations.events import ConsultationChanged, ConsultationWritten
from repairs.events import ActionTaken, RatingReplied, ReturnVisitChanged, TicketCommented, TicketEscalated, TicketSubmitted
from repairs.policies import OPERATIONS
from repairs.routes import BLUEPRINTS


def init_app(app: Flask) -> None:
    """Register rights, routes, subscribers, jobs and the default categories."""
    core: Kernel = app.extensions["linli"]
    core.allow(OPERATIONS)
    for blueprint in BLUEPRINTS:
        app.extensions["linli_api"].register_blueprint(blueprint)
    core.subscribe(TicketSubmitted, subscribers.tell_of_submission)
    core.subscribe(ActionTaken, subscribers.tell_of_action)
    core.subscribe(TicketEscalated, subscribers.tell_of_escalation)
    core.subscribe(TicketCommented, subscribers.tell_of_comment)
    core.subscribe(RatingReplied, subscribers.tell_of_reply)
    core.subscribe(ReturnVisitChanged, subscribers.tell_of_visit)
    core.subscribe(ActionTaken, subscribers.follow_up)
    core.subscribe(TicketSubmitted, subscribers.count)
    core.subscribe(ActionTaken, subscribers.count)
    core.subscribe(TicketSubmitted, subscribers.index)
    core.subscribe(ActionTaken, subscribers.index)
    core.subscribe(ConsultationChanged, consultation_subscribers.tell_of_change)
    core.subscribe(ConsultationWritten, consultation_subscribers.tell_of_message)
    core.subscribe(TicketEscalated, subscribers.count)
    core.subscribe(AttachmentProcessed, attachment_subscribers.tell_of_processing)
    core.service(_provide_categories)
    core.service(processing.start)
    jobs.register(core)
    app.cli.add_command(cli.statistics)
    app.cli.add_command(cli.search)
    core.demo(40, demo.tickets)
    core.demo(41, demo.knowledge)
    core.demo(42, demo.questions)


def _provide_categories(app: Flask) -> Callable[[], None]:
    """Make sure, whenever a worker starts, that there is something to report under; nothing is left to stop."""
    with app.app_context(), unit_of_work(Actor.system("repairs.catalogue")) as uow:
        ensure_catalogue(uow)
    return lambda: None
