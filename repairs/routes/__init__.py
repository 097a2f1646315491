"""The slice's blueprints."""

from repairs.appointments.routes import blp as appointments
from repairs.consultations.routes import blp as consultations
from repairs.knowledge.routes import answers as quick_answers
from repairs.knowledge.routes import blp as articles
from repairs.labels.routes import blp as labels
from repairs.routes.actions import add_actions
from repairs.routes.attachments import blp as attachments
from repairs.routes.categories import blp as categories
from repairs.routes.export import add_export
from repairs.routes.quotes import blp as quotes
from repairs.routes.ratings import blp as ratings
from repairs.routes.statistics import blp as statistics
from repairs.routes.terms import blp as terms
from repairs.routes.tickets import blp as tickets
from repairs.routes.views import blp as views
from repairs.routes.visits import blp as visits

add_actions(tickets)
add_export(tickets)
BLUEPRINTS = (
    categories,
    terms,
    appointments,
    labels,
    attachments,
    tickets,
    quotes,
    ratings,
    visits,
    views,
    statistics,
    consultations,
    articles,
    quick_answers,
)
