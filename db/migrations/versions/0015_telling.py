"""telling many people of a suspension: how far that is

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'relief_telling',
        sa.Column('relief_id', sa.Integer(), nullable=False),
        sa.Column('about', sa.JSON(), nullable=False),
        sa.Column('reached', sa.Integer(), nullable=False),
        sa.Column('first_notice', sa.Integer(), nullable=True),
        sa.Column('last_notice', sa.Integer(), nullable=True),
        sa.Column('unlinked', sa.Integer(), nullable=False),
        sa.Column('queued_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column('ended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['relief_id'], ['relief.id'], name=op.f('fk_relief_telling_relief_id_relief')),
        sa.PrimaryKeyConstraint('relief_id', name=op.f('pk_relief_telling')),
    )


def downgrade() -> None:
    op.drop_table('relief_telling')
