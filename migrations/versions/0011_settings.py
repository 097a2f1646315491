"""an office settles how soon questions are answered, and changes of categories are counted

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-22 19:21:43
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('category', schema=None) as batch_op:
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
    with op.batch_alter_table('category', schema=None) as batch_op:
        batch_op.alter_column('version', existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table('repair_terms', schema=None) as batch_op:
        batch_op.add_column(sa.Column('answer_minutes', sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('repair_terms', schema=None) as batch_op:
        batch_op.drop_column('answer_minutes')
    with op.batch_alter_table('category', schema=None) as batch_op:
        batch_op.drop_column('version')
