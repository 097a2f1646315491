"""saved views of the list of tickets, and an index for each of its orders

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-22 17:45:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

NEW = {
    'ix_ticket_assignee_created': ['assignee_id', 'created_at', 'id'],
    'ix_ticket_building_created': ['building_id', 'created_at', 'id'],
    'ix_ticket_entrance_created': ['entrance_id', 'created_at', 'id'],
    'ix_ticket_community_state_created': ['community_id', 'state', 'created_at', 'id'],
    'ix_ticket_community_category_created': ['community_id', 'category_id', 'created_at', 'id'],
    'ix_ticket_community_urgency_created': ['community_id', 'urgency', 'created_at', 'id'],
    'ix_ticket_community_due': ['community_id', 'due_at', 'id'],
    'ix_ticket_community_updated': ['community_id', 'updated_at', 'id'],
}
LONGER = {'ix_ticket_reporter_created': 'reporter_id', 'ix_ticket_home_created': 'home_id'}


def upgrade() -> None:
    op.create_table('ticket_view',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('community_id', sa.Uuid(), nullable=False),
    sa.Column('owner_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=50), nullable=False),
    sa.Column('query', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_ticket_view_community_id_community')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_ticket_view_owner_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ticket_view')),
    sa.UniqueConstraint('community_id', 'owner_id', 'name', name=op.f('uq_ticket_view_community_id_owner_id_name'))
    )
    for name, columns in NEW.items():
        op.create_index(name, 'ticket', columns)
    for name, column in LONGER.items():
        op.drop_index(name, 'ticket')
        op.create_index(name, 'ticket', [column, 'created_at', 'id'])


def downgrade() -> None:
    for name, column in LONGER.items():
        op.drop_index(name, 'ticket')
        op.create_index(name, 'ticket', [column, 'created_at'])
    for name in NEW:
        op.drop_index(name, 'ticket')
    op.drop_table('ticket_view')
