"""three promises per ticket, working hours, a ladder; categories of three levels that communities change for themselves

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-22 17:21:06
"""

from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIMES = ('response_minutes', 'arrive_minutes', 'resolve_minutes')
LEVELS = ('assignment_level', 'response_level', 'arrive_level', 'resolve_level')
CLIMBED = 99  # more rungs than a ladder can have

category = sa.table('category', *(sa.column(name, sa.Uuid()) for name in ('id', 'community_id', 'origin_id', 'parent_id')),
                    *(sa.column(name, sa.String()) for name in ('code', 'name', 'name_en', 'icon', 'scope')),
                    *(sa.column(name, sa.Integer()) for name in ('sort', *TIMES, *(f'urgent_{name}' for name in TIMES))),
                    *(sa.column(name, sa.Boolean()) for name in ('proof_required', 'around_clock', 'retired')),
                    *(sa.column(name, JSON) for name in ('keywords', 'requires')))
ticket = sa.table('ticket', *(sa.column(name, sa.DateTime(timezone=True)) for name in (
                      'created_at', 'due_at', 'accepted_at', 'resolved_at', 'ended_at', 'clock_from', 'arrive_due_at', 'responded_at',
                      'arrived_at', 'unassigned_since', 'next_escalation_at')),
                  sa.column('assignee_id', sa.Uuid()), *(sa.column(name, sa.Integer()) for name in LEVELS))

PLACES = (
    ('home', '室内', 'In the home', 'home', ('utilities', 'doors-windows', 'noise', 'other')),
    ('public', '公共区域', 'Shared areas', 'building', ('lift', 'lighting', 'entry', 'cleaning', 'parking', 'greenery')),
)


def upgrade() -> None:
    op.create_table('repair_terms',
    sa.Column('community_id', sa.Uuid(), nullable=False),
    sa.Column('weekly', JSON, nullable=True),
    sa.Column('days', JSON, nullable=True),
    sa.Column('calendar_version', sa.Integer(), nullable=False),
    sa.Column('ladder', JSON, nullable=True),
    sa.Column('auto_close_days', sa.Integer(), nullable=True),
    sa.Column('return_visit', sa.String(length=8), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_repair_terms_community_id_community')),
    sa.PrimaryKeyConstraint('community_id', name=op.f('pk_repair_terms'))
    )
    upgrade_categories()
    upgrade_tickets()


def upgrade_categories() -> None:
    numbers = ('arrive_minutes', *(f'urgent_{name}' for name in TIMES))
    with op.batch_alter_table('category', schema=None) as batch_op:
        batch_op.add_column(sa.Column('origin_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('scope', sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column('keywords', JSON, nullable=True))
        batch_op.add_column(sa.Column('requires', JSON, nullable=True))
        for name in numbers:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('around_clock', sa.Boolean(), nullable=True))
    # What was promised in running time is looked after around the clock.
    op.execute(category.update().values(scope='both', keywords=[], requires=['measure'], around_clock=True,
                                        arrive_minutes=(category.c.response_minutes + category.c.resolve_minutes) // 2))
    op.execute(category.update().values(**{f'urgent_{name}': (category.c[name] + 1) // 2 for name in TIMES}))
    op.execute(category.update().where(category.c.proof_required).values(requires=['measure', 'proof']))
    with op.batch_alter_table('category', schema=None) as batch_op:
        for name, kind in (('scope', sa.String(length=8)), ('keywords', JSON), ('requires', JSON), ('around_clock', sa.Boolean())):
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        for name in numbers:
            batch_op.alter_column(name, existing_type=sa.Integer(), nullable=False)
        batch_op.create_index('uq_category_origin', ['community_id', 'origin_id'], unique=True)
        batch_op.create_foreign_key(batch_op.f('fk_category_origin_id_category'), 'category', ['origin_id'], ['id'])
        batch_op.drop_column('proof_required')
    put_below_places()


def put_below_places() -> None:
    """Give the shared defaults, where there are any, their first level: the place."""
    shared = category.c.community_id.is_(None)
    if not op.get_bind().execute(sa.select(sa.func.count()).select_from(category).where(shared)).scalar():
        return
    for sort, (code, name, name_en, icon, matters) in enumerate(PLACES):
        place_id = uuid5(NAMESPACE_URL, f'linli:category:{code}')
        op.execute(category.insert().values(
            id=place_id, code=code, name=name, name_en=name_en, icon=icon, sort=sort, scope=code, keywords=[], requires=['measure'],
            response_minutes=120, arrive_minutes=540, resolve_minutes=1080, urgent_response_minutes=60, urgent_arrive_minutes=270,
            urgent_resolve_minutes=540, around_clock=False, retired=False))
        op.execute(category.update().where(shared, category.c.code.in_(matters)).values(parent_id=place_id, scope=code))


def upgrade_tickets() -> None:
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        for name in ('clock_from', 'arrive_due_at', 'responded_at', 'arrived_at', 'unassigned_since', 'next_escalation_at'):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        for name in LEVELS:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
    c = ticket.c
    # Nobody is warned of what nobody was promised: of tickets from before, only the repair is watched.
    op.execute(ticket.update().values(clock_from=c.created_at, arrive_due_at=c.due_at, responded_at=c.accepted_at,
                                      arrived_at=c.resolved_at, resolve_level=0, **dict.fromkeys(LEVELS[:3], CLIMBED)))
    op.execute(ticket.update().where(c.ended_at.is_(None)).values(next_escalation_at=c.created_at))
    op.execute(ticket.update().where(c.ended_at.is_(None), c.assignee_id.is_(None)).values(unassigned_since=c.created_at))
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        for name in ('clock_from', 'arrive_due_at'):
            batch_op.alter_column(name, existing_type=sa.DateTime(timezone=True), nullable=False)
        for name in LEVELS:
            batch_op.alter_column(name, existing_type=sa.Integer(), nullable=False)
        watched = sa.text('next_escalation_at IS NOT NULL')
        batch_op.create_index('ix_ticket_next_escalation', ['next_escalation_at'], sqlite_where=watched, postgresql_where=watched)
        batch_op.drop_column('accepted_at')


def downgrade() -> None:
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.add_column(sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True))
    op.execute(ticket.update().values(accepted_at=ticket.c.responded_at))
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.drop_index('ix_ticket_next_escalation')
        for name in ('next_escalation_at', *LEVELS, 'unassigned_since', 'arrived_at', 'responded_at', 'arrive_due_at', 'clock_from'):
            batch_op.drop_column(name)
    with op.batch_alter_table('category', schema=None) as batch_op:
        batch_op.add_column(sa.Column('proof_required', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('category', schema=None) as batch_op:
        batch_op.alter_column('proof_required', existing_type=sa.Boolean(), server_default=None)
        batch_op.drop_constraint(batch_op.f('fk_category_origin_id_category'), type_='foreignkey')
        batch_op.drop_index('uq_category_origin')
        for name in ('around_clock', *(f'urgent_{name}' for name in TIMES), 'arrive_minutes', 'requires', 'keywords', 'scope', 'origin_id'):
            batch_op.drop_column(name)
    op.drop_table('repair_terms')
