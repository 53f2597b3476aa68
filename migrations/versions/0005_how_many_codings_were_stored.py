"""How many codings of a coder a round has, so that whoever counts knows whose are new."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STORED = """
UPDATE enrolment SET codings = (
    SELECT count(*) FROM coding JOIN unit ON unit.id = coding.unit_id
    WHERE coding.member_id = enrolment.member_id AND unit.round_id = enrolment.round_id
)
"""


def upgrade() -> None:
    with op.batch_alter_table("enrolment") as batch:
        batch.add_column(sa.Column("codings", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("enrolment") as batch:
        batch.alter_column("codings", server_default=None)
    op.execute(STORED)


def downgrade() -> None:
    with op.batch_alter_table("enrolment") as batch:
        batch.drop_column("codings")
