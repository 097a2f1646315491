"""ratings with tags and replies, rating links, return visits

Revision ID: 0013
Revises: 0012
Create Date: 2026-11-22 19:32:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('rating_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('ticket_id', sa.Uuid(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_rating_link_created_by_id_person')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_rating_link_ticket_id_ticket')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating_link')),
    sa.UniqueConstraint('hash', name=op.f('uq_rating_link_hash'))
    )
    with op.batch_alter_table('rating_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rating_link_ticket_id'), ['ticket_id'], unique=False)

    op.create_table('return_visit',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('ticket_id', sa.Uuid(), nullable=False),
    sa.Column('community_id', sa.Uuid(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=32), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('reopened', sa.Boolean(), nullable=False),
    sa.Column('handled_by_id', sa.Uuid(), nullable=True),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_return_visit_community_id_community')),
    sa.ForeignKeyConstraint(['handled_by_id'], ['person.id'], name=op.f('fk_return_visit_handled_by_id_person')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_return_visit_ticket_id_ticket')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_return_visit')),
    sa.UniqueConstraint('ticket_id', 'round', name=op.f('uq_return_visit_ticket_id_round'))
    )
    with op.batch_alter_table('return_visit', schema=None) as batch_op:
        batch_op.create_index('ix_return_visit_community_state_due', ['community_id', 'state', 'due_at', 'id'], unique=False)

    with op.batch_alter_table('rating', schema=None) as batch_op:
        batch_op.add_column(sa.Column('worker_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('tags', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column('reply', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('replied_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column('rater_id',
               existing_type=sa.Uuid(),
               nullable=True)
        batch_op.drop_index(batch_op.f('ix_rating_community_id'))
        batch_op.create_index('ix_rating_community_created', ['community_id', 'created_at', 'id'], unique=False)
        batch_op.create_index('ix_rating_worker_created', ['worker_id', 'created_at', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_rating_worker_id_person'), 'person', ['worker_id'], ['id'])
    with op.batch_alter_table('rating', schema=None) as batch_op:
        batch_op.alter_column('tags', server_default=None)
    op.execute('UPDATE rating SET worker_id = (SELECT assignee_id FROM ticket WHERE ticket.id = rating.ticket_id)')
    # An undecided offer stops the clock from now on, also those that wait already; the job then finds out that nothing is due.
    op.execute("UPDATE ticket SET held_at = updated_at WHERE quote_state = 'offered' AND held_at IS NULL AND ended_at IS NULL")


def downgrade() -> None:
    op.execute("UPDATE ticket SET held_at = NULL WHERE state <> 'on_hold'")
    op.execute('UPDATE rating SET rater_id = (SELECT reporter_id FROM ticket WHERE ticket.id = rating.ticket_id) WHERE rater_id IS NULL')
    with op.batch_alter_table('rating', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_rating_worker_id_person'), type_='foreignkey')
        batch_op.drop_index('ix_rating_worker_created')
        batch_op.drop_index('ix_rating_community_created')
        batch_op.create_index(batch_op.f('ix_rating_community_id'), ['community_id'], unique=False)
        batch_op.alter_column('rater_id',
               existing_type=sa.Uuid(),
               nullable=False)
        batch_op.drop_column('replied_at')
        batch_op.drop_column('reply')
        batch_op.drop_column('tags')
        batch_op.drop_column('worker_id')

    with op.batch_alter_table('return_visit', schema=None) as batch_op:
        batch_op.drop_index('ix_return_visit_community_state_due')

    op.drop_table('return_visit')
    with op.batch_alter_table('rating_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rating_link_ticket_id'))

    op.drop_table('rating_link')
