"""articles and standard answers

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-22 17:21:19.323571
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('article',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('community_id', sa.Uuid(), nullable=True),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('category', sa.String(length=32), nullable=False),
    sa.Column('keywords', sa.String(length=200), nullable=False),
    sa.Column('pictures', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('editor_id', sa.Uuid(), nullable=False),
    sa.Column('useful_count', sa.Integer(), nullable=False),
    sa.Column('useless_count', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_article_community_id_community')),
    sa.ForeignKeyConstraint(['editor_id'], ['person.id'], name=op.f('fk_article_editor_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_article'))
    )
    with op.batch_alter_table('article', schema=None) as batch_op:
        batch_op.create_index('ix_article_community_updated', ['community_id', 'updated_at', 'id'], unique=False)

    op.create_table('quick_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('community_id', sa.Uuid(), nullable=True),
    sa.Column('title', sa.String(length=50), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('editor_id', sa.Uuid(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_quick_answer_community_id_community')),
    sa.ForeignKeyConstraint(['editor_id'], ['person.id'], name=op.f('fk_quick_answer_editor_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quick_answer'))
    )
    with op.batch_alter_table('quick_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quick_answer_community_id'), ['community_id'], unique=False)

    op.create_table('article_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('article_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('category', sa.String(length=32), nullable=False),
    sa.Column('keywords', sa.String(length=200), nullable=False),
    sa.Column('pictures', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('editor_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['article_id'], ['article.id'], name=op.f('fk_article_version_article_id_article')),
    sa.ForeignKeyConstraint(['editor_id'], ['person.id'], name=op.f('fk_article_version_editor_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_article_version')),
    sa.UniqueConstraint('article_id', 'version', name=op.f('uq_article_version_article_id_version'))
    )
    op.create_table('article_vote',
    sa.Column('article_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('useful', sa.Boolean(), nullable=False),
    sa.Column('voted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['article_id'], ['article.id'], name=op.f('fk_article_vote_article_id_article')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_article_vote_person_id_person')),
    sa.PrimaryKeyConstraint('article_id', 'person_id', name=op.f('pk_article_vote'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('article_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_attachment_article_id'), ['article_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_attachment_article_id_article'), 'article', ['article_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_attachment_article_id_article'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_attachment_article_id'))
        batch_op.drop_column('article_id')

    op.drop_table('article_vote')
    op.drop_table('article_version')
    with op.batch_alter_table('quick_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quick_answer_community_id'))

    op.drop_table('quick_answer')
    with op.batch_alter_table('article', schema=None) as batch_op:
        batch_op.drop_index('ix_article_community_updated')

    op.drop_table('article')
