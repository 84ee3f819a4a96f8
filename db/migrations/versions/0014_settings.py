"""settings: when they were read again while the product ran

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'settings_taken',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('mark', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(['by_id'], ['member.id'], name=op.f('fk_settings_taken_by_id_member')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_settings_taken')),
    )


def downgrade() -> None:
    op.drop_table('settings_taken')
