"""reports that go along with another, and answers to all of them

Revision ID: 0014
Revises: 0013
Create Date: 2026-11-22 19:45:00
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

CHILD = sa.text('parent_id IS NOT NULL')
OPEN_WORK = sa.text('ended_at IS NULL AND parent_id IS NULL')


def upgrade() -> None:
    with op.batch_alter_table('comment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('origin_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_comment_origin_id'), ['origin_id'])
        batch_op.create_foreign_key(batch_op.f('fk_comment_origin_id_comment'), 'comment', ['origin_id'], ['id'])
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.add_column(sa.Column('parent_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('joined_count', sa.Integer(), nullable=False, server_default='0'))
        batch_op.create_foreign_key(batch_op.f('fk_ticket_parent_id_ticket'), 'ticket', ['parent_id'], ['id'])
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.alter_column('joined_count', existing_type=sa.Integer(), server_default=None)
        batch_op.create_index('ix_ticket_parent', ['parent_id', 'id'], sqlite_where=CHILD, postgresql_where=CHILD)
        batch_op.create_index('ix_ticket_community_open_building', ['community_id', 'building_id', 'ended_at', 'created_at'],
                              sqlite_where=OPEN_WORK, postgresql_where=OPEN_WORK)


def downgrade() -> None:
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.drop_index('ix_ticket_community_open_building')
        batch_op.drop_index('ix_ticket_parent')
        batch_op.drop_constraint(batch_op.f('fk_ticket_parent_id_ticket'), type_='foreignkey')
        batch_op.drop_column('joined_count')
        batch_op.drop_column('parent_id')
    with op.batch_alter_table('comment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_comment_origin_id_comment'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_comment_origin_id'))
        batch_op.drop_column('origin_id')
