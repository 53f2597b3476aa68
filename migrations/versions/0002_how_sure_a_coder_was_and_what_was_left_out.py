"""With each coding: how sure the coder was, and whether it leaves out what was not read."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("coding") as batch:
        batch.add_column(sa.Column("confidence", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("unread", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.create_check_constraint(
            op.f("ck_coding_confidence_is_one_to_three"), "confidence BETWEEN 1 AND 3"
        )
    with op.batch_alter_table("coding") as batch:
        batch.alter_column("unread", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("coding") as batch:
        batch.drop_constraint(op.f("ck_coding_confidence_is_one_to_three"), type_="check")
        batch.drop_column("unread")
        batch.drop_column("confidence")
