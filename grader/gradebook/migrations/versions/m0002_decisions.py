"""What an instructor decides: adjustments, extensions, times of hand-ins, rulings on tests."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("made", sa.String, nullable=False),
        sa.Column("undone", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_table(
        "adjustments",
        sa.Column("decision", sa.Integer, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("points", sa.String),
        sa.Column("run", sa.Integer),
        sa.PrimaryKeyConstraint("decision", "person", "section", name="pk_adjustments"),
        sa.ForeignKeyConstraint(["decision"], ["decisions.id"], name="fk_adjustments_decision", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_adjustments_run"),
    )
    op.create_index("ix_adjustments_person", "adjustments", ["person"])
    op.create_table(
        "extensions",
        sa.Column("decision", sa.Integer, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("until", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("decision", "person", "section", name="pk_extensions"),
        sa.ForeignKeyConstraint(["decision"], ["decisions.id"], name="fk_extensions_decision", ondelete="CASCADE"),
    )
    op.create_index("ix_extensions_person", "extensions", ["person"])
    op.create_table(
        "times",
        sa.Column("decision", sa.Integer, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("decision", "person", "section", name="pk_times"),
        sa.ForeignKeyConstraint(["decision"], ["decisions.id"], name="fk_times_decision", ondelete="CASCADE"),
    )
    op.create_index("ix_times_person", "times", ["person"])
    op.create_table(
        "rulings",
        sa.Column("decision", sa.Integer, nullable=False),
        sa.Column("test", sa.Text, nullable=False),
        sa.Column("ruling", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("decision", "test", name="pk_rulings"),
        sa.ForeignKeyConstraint(["decision"], ["decisions.id"], name="fk_rulings_decision", ondelete="CASCADE"),
    )
