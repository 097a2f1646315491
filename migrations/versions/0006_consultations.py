"""consultations

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-22 17:38:48.720955
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('consultation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('community_id', sa.Uuid(), nullable=False),
    sa.Column('home_id', sa.Uuid(), nullable=True),
    sa.Column('home_label', sa.String(length=100), nullable=True),
    sa.Column('subject', sa.String(length=100), nullable=False),
    sa.Column('excerpt', sa.String(length=100), nullable=False),
    sa.Column('asker_id', sa.Uuid(), nullable=False),
    sa.Column('assignee_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('message_count', sa.Integer(), nullable=False),
    sa.Column('internal_count', sa.Integer(), nullable=False),
    sa.Column('useful', sa.Boolean(), nullable=True),
    sa.Column('ticket_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer_due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('late_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asker_id'], ['person.id'], name=op.f('fk_consultation_asker_id_person')),
    sa.ForeignKeyConstraint(['assignee_id'], ['person.id'], name=op.f('fk_consultation_assignee_id_person')),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_consultation_community_id_community')),
    sa.ForeignKeyConstraint(['home_id'], ['home.id'], name=op.f('fk_consultation_home_id_home')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_consultation_ticket_id_ticket')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation')),
    sa.UniqueConstraint('ticket_id', name=op.f('uq_consultation_ticket_id'))
    )
    with op.batch_alter_table('consultation', schema=None) as batch_op:
        batch_op.create_index('ix_consultation_asker_updated', ['asker_id', 'updated_at'], unique=False)
        batch_op.create_index('ix_consultation_assignee_updated', ['assignee_id', 'updated_at'], unique=False)
        batch_op.create_index('ix_consultation_community_updated', ['community_id', 'updated_at', 'id'], unique=False)
        batch_op.create_index('ix_consultation_waiting', ['answer_due_at'], unique=False, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))

    op.create_table('consultation_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('consultation_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('side', sa.String(length=32), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('internal', sa.Boolean(), nullable=False),
    sa.Column('data', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_consultation_message_author_id_person')),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_consultation_message_consultation_id_consultation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_message'))
    )
    with op.batch_alter_table('consultation_message', schema=None) as batch_op:
        batch_op.create_index('ix_consultation_message_thread', ['consultation_id', 'id'], unique=False)

    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('message_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_attachment_message_id'), ['message_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_attachment_message_id_consultation_message'), 'consultation_message', ['message_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_attachment_message_id_consultation_message'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_attachment_message_id'))
        batch_op.drop_column('message_id')

    with op.batch_alter_table('consultation_message', schema=None) as batch_op:
        batch_op.drop_index('ix_consultation_message_thread')

    op.drop_table('consultation_message')
    with op.batch_alter_table('consultation', schema=None) as batch_op:
        batch_op.drop_index('ix_consultation_waiting', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.drop_index('ix_consultation_community_updated')
        batch_op.drop_index('ix_consultation_assignee_updated')
        batch_op.drop_index('ix_consultation_asker_updated')

    op.drop_table('consultation')
