"""The grid workers' slice: who looks after which part of a community, who is on duty, who gets which ticket.

Owns grids with their places and workers, and shifts. Publishes `WorkerOnDuty`. Hears `TicketSubmitted` of repairs, to
assign the ticket to a worker of its grid, and its own `WorkerOnDuty`, to give out what has waited.
"""

from flask import Flask

from community.core.kernel import Kernel
from gridworkers import demo, subscribers
from gridworkers.events import WorkerOnDuty
from gridworkers.policies import OPERATIONS
from gridworkers.routes import BLUEPRINTS
from repairs.events import TicketSubmitted


def init_app(app: Flask) -> None:
    """Register rights, routes and subscribers."""
    core: Kernel = app.extensions["linli"]
    core.allow(OPERATIONS)
    for blueprint in BLUEPRINTS:
        app.extensions["linli_api"].register_blueprint(blueprint)
    core.subscribe(TicketSubmitted, subscribers.assign_to_grid_worker)
    core.subscribe(WorkerOnDuty, subscribers.assign_what_has_waited)
    core.demo(35, demo.grids)
