"""lists by place and worker begin with the community, or SQLite walks through all of its tickets

Revision ID: 0010
Revises: 0009
Create Date: 2026-11-22 18:16:00
"""

from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

COLUMNS = ('building', 'entrance', 'assignee')


def upgrade() -> None:
    for name in COLUMNS:
        op.drop_index(f'ix_ticket_{name}_created', 'ticket')
        op.create_index(f'ix_ticket_community_{name}_created', 'ticket', ['community_id', f'{name}_id', 'created_at', 'id'])


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_index(f'ix_ticket_community_{name}_created', 'ticket')
        op.create_index(f'ix_ticket_{name}_created', 'ticket', [f'{name}_id', 'created_at', 'id'])
