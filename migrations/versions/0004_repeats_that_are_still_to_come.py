"""For hidden repeats: how many are still to come for a coder, and when the next one may."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = ("repeats_left", "repeat_at")


def upgrade() -> None:
    with op.batch_alter_table("enrolment") as batch:
        for name in COLUMNS:
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("enrolment") as batch:
        for name in COLUMNS:
            batch.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("enrolment") as batch:
        for name in COLUMNS:
            batch.drop_column(name)
