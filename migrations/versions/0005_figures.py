"""figures about repairs are kept as sums

What has happened before is counted by the job `repairs.count_missed`, or at once by `flask --app wsgi statistics recount`.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-22 17:25:29
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

COUNTS = ('reported', 'assigned', 'responded', 'arrived', 'resolved', 'closed', 'closed_unfixed', 'cancelled', 'returned', 'reopened',
          'rated', 'speed', 'quality', 'manner')
DURATION = ('minutes', 'in_time', 'late', *(f'{place:02}' for place in range(17)))
MEASURES = (*COUNTS, *(f'{name}_{part}' for name in ('respond', 'arrive', 'resolve') for part in DURATION))
UNCOUNTED = sa.text('counted_version < version')


def upgrade() -> None:
    op.create_table('ticket_rollup',
    sa.Column('community_id', sa.Uuid(), nullable=False),
    sa.Column('dimension', sa.String(length=32), nullable=False),
    sa.Column('span', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('start', sa.Date(), nullable=False),
    sa.Column('key', sa.Uuid(), nullable=False),
    *(sa.Column(name, sa.Integer(), nullable=False) for name in MEASURES),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_ticket_rollup_community_id_community')),
    sa.PrimaryKeyConstraint('community_id', 'dimension', 'span', 'start', 'key', name=op.f('pk_ticket_rollup'))
    )
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.add_column(sa.Column('counted_version', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.alter_column('counted_version', server_default=None)
        batch_op.create_index('ix_ticket_uncounted', ['updated_at'], unique=False, sqlite_where=UNCOUNTED,
                              postgresql_where=UNCOUNTED)


def downgrade() -> None:
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.drop_index('ix_ticket_uncounted', sqlite_where=UNCOUNTED, postgresql_where=UNCOUNTED)
        batch_op.drop_column('counted_version')
    op.drop_table('ticket_rollup')
