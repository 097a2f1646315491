"""doors at one entrance have names of their own

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-22 16:30:00
"""

from itertools import count

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

door = sa.table('door', sa.column('id', sa.Uuid()), sa.column('community_id', sa.Uuid()), sa.column('entrance_id', sa.Uuid()),
                sa.column('name', sa.String()))


def upgrade() -> None:
    number_doubles()
    with op.batch_alter_table('door', schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f('uq_door_entrance_id_name'), ['entrance_id', 'name'])


def downgrade() -> None:
    with op.batch_alter_table('door', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_door_entrance_id_name'), type_='unique')


def number_doubles() -> None:
    """Number the second and later doors of one name at an entrance, or gates of a community: 单元门, 单元门2."""
    connection = op.get_bind()
    rows = connection.execute(sa.select(door).order_by(door.c.id)).all()
    taken = {(row.community_id, row.entrance_id, row.name) for row in rows}
    seen = set()
    for row in rows:
        here = (row.community_id, row.entrance_id)
        if (*here, row.name) not in seen:
            seen.add((*here, row.name))
            continue
        name = next(f"{row.name}{n}" for n in count(2) if (*here, f"{row.name}{n}") not in taken)
        taken.add((*here, name))
        connection.execute(sa.update(door).where(door.c.id == row.id).values(name=name))
