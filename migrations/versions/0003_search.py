"""things are found by their words

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-22 17:09:18.372755
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

REMOVE = "INSERT INTO fts_search(fts_search, rowid, tokens) VALUES ('delete', old.id, old.tokens)"
ADD = "INSERT INTO fts_search(rowid, tokens) VALUES (new.id, new.tokens)"
INDEX = {
    'sqlite': (
        "CREATE VIRTUAL TABLE fts_search USING fts5(tokens, content='search_entry', content_rowid='id', tokenize='ascii')",
        f"CREATE TRIGGER fts_search_added AFTER INSERT ON search_entry BEGIN {ADD}; END",
        f"CREATE TRIGGER fts_search_removed AFTER DELETE ON search_entry BEGIN {REMOVE}; END",
        f"CREATE TRIGGER fts_search_changed AFTER UPDATE OF tokens ON search_entry BEGIN {REMOVE}; {ADD}; END",
    ),
    'postgresql': ("CREATE INDEX fts_search_tokens ON search_entry USING gin (tokens)",),
}


def upgrade() -> None:
    op.create_table('search_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('tokens', sa.Text().with_variant(postgresql.TSVECTOR(), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_entry')),
    sa.UniqueConstraint('subject_id', name=op.f('uq_search_entry_subject_id'))
    )
    for statement in INDEX[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('search_entry')
    if op.get_bind().dialect.name == 'sqlite':
        op.execute("DROP TABLE fts_search")
