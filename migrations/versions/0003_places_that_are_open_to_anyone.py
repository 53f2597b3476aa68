"""For places that are open to anyone: their indexes, how many a coder was served, and what not."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PARTS = {
    "ix_assignment_pool": ("member_id IS NULL", ["round_id", "state", "planned_order"]),
    "ix_assignment_due": ("reserved_until IS NOT NULL", ["round_id", "reserved_until"]),
}


def upgrade() -> None:
    with op.batch_alter_table("enrolment") as batch:
        batch.add_column(sa.Column("served", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("avoids", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("enrolment") as batch:
        batch.alter_column("served", server_default=None)
        batch.alter_column("avoids", server_default=None)
    with op.batch_alter_table("assignment") as batch:
        batch.add_column(sa.Column("state_before", sa.String(16), nullable=True))
    # So far the cursor counted what was served, and an old reservation stayed with its assignment.
    op.execute("UPDATE enrolment SET served = cursor, cursor = 0")
    op.execute("UPDATE assignment SET reserved_until = NULL WHERE state <> 'reserved'")
    for name, (where, columns) in PARTS.items():
        op.create_index(
            name,
            "assignment",
            columns,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def downgrade() -> None:
    for name in PARTS:
        op.drop_index(name, "assignment")
    with op.batch_alter_table("assignment") as batch:
        batch.drop_column("state_before")
    op.execute("UPDATE enrolment SET cursor = served")
    with op.batch_alter_table("enrolment") as batch:
        batch.drop_column("avoids")
        batch.drop_column("served")
