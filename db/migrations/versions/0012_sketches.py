"""sketches: what a photo is found by, and an index for links

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('fingerprint', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sketch', sa.LargeBinary(), nullable=True))

    is_link = sa.text('url IS NOT NULL')
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.create_index(
            'ix_submission_link', ['identity'], unique=False, sqlite_where=is_link, postgresql_where=is_link
        )


def downgrade() -> None:
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.drop_index('ix_submission_link')

    with op.batch_alter_table('fingerprint', schema=None) as batch_op:
        batch_op.drop_column('sketch')
