"""Who may do what with tickets, per role and relation. What a person is to one ticket is judged on top, by `workflow.TABLE`."""

from community.core.auth import ANY, COMMUNITY, DISTRICT, HOME, OWN, PUBLIC, SIGNED_IN, allow

_READERS = allow(
    resident=(HOME, OWN),
    grid_worker=COMMUNITY,
    property_manager=COMMUNITY,
    control_room=COMMUNITY,
    district_officer=DISTRICT,
    auditor=DISTRICT,
    platform_admin=ANY,
)
# A photo that nothing has taken yet is its uploader's alone.
_VIEWERS = allow(
    resident=(HOME, OWN),
    grid_worker=(COMMUNITY, OWN),
    property_manager=(COMMUNITY, OWN),
    control_room=(COMMUNITY, OWN),
    district_officer=DISTRICT,
    auditor=DISTRICT,
    platform_admin=ANY,
)
_TALKERS = allow(
    resident=(HOME, OWN),
    grid_worker=COMMUNITY,
    property_manager=COMMUNITY,
    control_room=COMMUNITY,
    platform_admin=ANY,
)
_EVERYBODY_THERE = allow(
    resident=COMMUNITY,
    grid_worker=COMMUNITY,
    property_manager=COMMUNITY,
    control_room=COMMUNITY,
    platform_admin=ANY,
)
_EVERYBODY_AND_DISTRICT = allow(
    resident=COMMUNITY,
    grid_worker=COMMUNITY,
    property_manager=COMMUNITY,
    control_room=COMMUNITY,
    district_officer=DISTRICT,
    auditor=DISTRICT,
    platform_admin=ANY,
)
_DESK = allow(property_manager=COMMUNITY, control_room=COMMUNITY, district_officer=DISTRICT, auditor=DISTRICT, platform_admin=ANY)
_OFFICE = allow(property_manager=COMMUNITY, platform_admin=ANY)
# Whether a worker is the assignee is the workflow's question: one who has just lost the ticket is told that it changed.
_WORKER = allow(grid_worker=COMMUNITY, property_manager=COMMUNITY)
_WORKER_OR_OFFICE = allow(grid_worker=COMMUNITY, property_manager=COMMUNITY, platform_admin=ANY)
_RESIDENT = allow(resident=(HOME, OWN), grid_worker=OWN, property_manager=OWN, control_room=OWN)
_RESIDENT_OR_OFFICE = allow(resident=(HOME, OWN), grid_worker=OWN, property_manager=COMMUNITY, control_room=OWN, platform_admin=ANY)
_WATCHERS = allow(
    property_manager=COMMUNITY, control_room=COMMUNITY, district_officer=DISTRICT, auditor=DISTRICT, platform_admin=ANY
)

# A question is the asker's, not the household's, and of the staff only the desk's and the one's who is to answer.
_OVERSEERS_OF_QUESTIONS = allow(
    resident=OWN,
    grid_worker=OWN,
    property_manager=COMMUNITY,
    control_room=OWN,
    district_officer=DISTRICT,
    auditor=DISTRICT,
    platform_admin=ANY,
)
_PARTIES_OF_QUESTIONS = allow(resident=OWN, grid_worker=OWN, property_manager=COMMUNITY, control_room=OWN, platform_admin=ANY)

# What is for all communities belongs to whoever reads it.
_READERS_OF_ARTICLES = allow(
    resident=(COMMUNITY, OWN),
    grid_worker=(COMMUNITY, OWN),
    property_manager=(COMMUNITY, OWN),
    control_room=(COMMUNITY, OWN),
    district_officer=(DISTRICT, OWN),
    auditor=(DISTRICT, OWN),
    platform_admin=ANY,
)
_VOTERS = allow(
    resident=(COMMUNITY, OWN),
    grid_worker=(COMMUNITY, OWN),
    property_manager=(COMMUNITY, OWN),
    control_room=(COMMUNITY, OWN),
    platform_admin=ANY,
)
_STAFF = allow(grid_worker=COMMUNITY, property_manager=COMMUNITY, control_room=COMMUNITY, platform_admin=ANY)
_VIEW_USERS = allow(
    grid_worker=COMMUNITY,
    property_manager=COMMUNITY,
    control_room=COMMUNITY,
    district_officer=DISTRICT,
    auditor=DISTRICT,
    platform_admin=ANY,
)
# Views that others keep for themselves do not exist for anybody: the query looks.
_VIEW_KEEPERS = allow(
    grid_worker=OWN, property_manager=COMMUNITY, control_room=OWN, district_officer=OWN, auditor=OWN, platform_admin=ANY
)

OPERATIONS = {
    "categories.list": _EVERYBODY_AND_DISTRICT,
    "categories.create": _OFFICE,
    "categories.update": _OFFICE,
    "categories.retire": _OFFICE,
    "calendars.read": _EVERYBODY_AND_DISTRICT,
    "calendars.replace": _OFFICE,
    "promises.read": _DESK,
    "promises.replace": _OFFICE,
    "promises.preview": _DESK,
    "attachments.create": SIGNED_IN,
    "attachments.read": _VIEWERS,
    "attachments.thumb": _VIEWERS,
    # For a home, the service also asks whether the reporter may see that home.
    "tickets.create": _EVERYBODY_THERE,
    # Of others' reports it shows what neighbours may know of each other; a home one must be allowed to see.
    "tickets.similar": _EVERYBODY_THERE,
    "tickets.me_too": _EVERYBODY_THERE,
    "tickets.merge": _OFFICE,
    "tickets.split": _OFFICE,
    "tickets.list": _READERS,
    "tickets.read": _READERS,
    "tickets.history": _READERS,
    "comments.list": _READERS,
    "comments.create": _TALKERS,
    # Each ticket is asked about again, for the action itself.
    "tickets.bulk": _WORKER_OR_OFFICE,
    "tickets.export": allow(property_manager=COMMUNITY, auditor=DISTRICT, platform_admin=ANY),
    "ticket_views.list": _VIEW_USERS,
    "ticket_views.create": _VIEW_USERS,
    "ticket_views.update": _VIEW_KEEPERS,
    "ticket_views.delete": _VIEW_KEEPERS,
    "tickets.assign": _OFFICE,
    "tickets.accept": _WORKER,
    "tickets.depart": _WORKER,
    "tickets.arrive": _WORKER,
    "tickets.start": _WORKER,
    "tickets.resolve": _WORKER,
    "tickets.return": _WORKER,
    "tickets.contact": _WORKER,
    "tickets.hold": _WORKER_OR_OFFICE,
    "tickets.resume": _WORKER_OR_OFFICE,
    "tickets.transfer": _WORKER_OR_OFFICE,
    "tickets.confirm": _RESIDENT,
    "tickets.reject": _RESIDENT,
    "tickets.rate": _RESIDENT,
    "tickets.urge": _RESIDENT,
    "tickets.close": _OFFICE,
    "tickets.cancel": _RESIDENT_OR_OFFICE,
    "tickets.reopen": _RESIDENT_OR_OFFICE,
    "tickets.quote": _WORKER_OR_OFFICE,
    "tickets.agree": _RESIDENT,
    "tickets.decline": _RESIDENT,
    "tickets.appointment": _RESIDENT_OR_OFFICE,
    "appointment_slots.list": _EVERYBODY_THERE,
    "appointment_settings.read": _DESK,
    "appointment_settings.replace": _OFFICE,
    "labels.list": _OFFICE,
    "labels.create": _OFFICE,
    "labels.update": _OFFICE,
    "labels.sheet": _OFFICE,
    "labels.read": _EVERYBODY_THERE,
    "tickets.worksheet": _READERS,
    # Words without anything of anybody's; the page behind a link needs them too.
    "rating_tags.list": PUBLIC,
    "ratings.list": allow(
        grid_worker=OWN, property_manager=(COMMUNITY, OWN), district_officer=DISTRICT, auditor=DISTRICT, platform_admin=ANY
    ),
    "ratings.reply": allow(grid_worker=OWN, property_manager=OWN),
    # Whether a worker has the ticket is asked for by the service.
    "tickets.rating_link": _WORKER_OR_OFFICE,
    # The token is the right: whoever holds it may confirm and rate that one ticket, once.
    "rating_links.read": PUBLIC,
    "rating_links.use": PUBLIC,
    "return_visits.list": allow(property_manager=COMMUNITY, district_officer=DISTRICT, auditor=DISTRICT, platform_admin=ANY),
    "return_visits.contact": _OFFICE,
    "tickets.visit": _OFFICE,
    "quotes.list": _READERS,
    "price_items.list": _EVERYBODY_THERE,
    "price_items.create": _OFFICE,
    "price_items.update": _OFFICE,
    "consultations.create": _EVERYBODY_THERE,
    "consultations.list": _OVERSEERS_OF_QUESTIONS,
    "consultations.read": _OVERSEERS_OF_QUESTIONS,
    "consultations.messages": _OVERSEERS_OF_QUESTIONS,
    "consultations.write": _PARTIES_OF_QUESTIONS,
    "consultations.close": _PARTIES_OF_QUESTIONS,
    "consultations.reopen": _PARTIES_OF_QUESTIONS,
    "consultations.convert": _PARTIES_OF_QUESTIONS,
    "consultations.assign": _OFFICE,
    "consultations.useful": allow(resident=OWN, grid_worker=OWN, property_manager=OWN, control_room=OWN),
    "articles.list": _READERS_OF_ARTICLES,
    "articles.suggest": _READERS_OF_ARTICLES,
    "articles.categories": _READERS_OF_ARTICLES,
    # A draft is for those who may edit it, whatever this row says: the query looks.
    "articles.read": _READERS_OF_ARTICLES,
    "articles.useful": _VOTERS,
    "articles.create": _OFFICE,
    "articles.update": _OFFICE,
    "articles.publish": _OFFICE,
    "articles.unpublish": _OFFICE,
    "articles.versions": _OFFICE,
    "quick_answers.list": _STAFF,
    "quick_answers.create": _OFFICE,
    "quick_answers.update": _OFFICE,
    "quick_answers.delete": _OFFICE,
    "statistics.tickets": _WATCHERS,
    "statistics.repairs": _WATCHERS,
    "statistics.export_repairs": _WATCHERS,
}
