"""Runs, submissions with their people, results by section and by test."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("layout", sa.Text, nullable=False),
        sa.Column("preview", sa.Boolean, nullable=False),
        sa.Column("begun", sa.String, nullable=False),
        sa.Column("finished", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("record", sa.LargeBinary),
        sa.Column("complete", sa.Boolean, nullable=False),
        sa.Column("problem", sa.Text),
        sa.Column("grader_error", sa.Text, nullable=False),
        sa.Column("at", sa.String),
        sa.Column("late", sa.Boolean, nullable=False),
        sa.Column("remarks", sa.Text, nullable=False),
        sa.Column("added", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_submissions_run"),
        sa.UniqueConstraint("run", "key", name="uq_submissions_run_key"),
    )
    op.create_index("ix_submissions_hash", "submissions", ["hash"])
    op.create_table(
        "submission_people",
        sa.Column("submission", sa.Integer, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("group", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("submission", "person", name="pk_submission_people"),
        sa.ForeignKeyConstraint(
            ["submission"], ["submissions.id"], name="fk_submission_people_submission", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_submission_people_person", "submission_people", ["person"])
    op.create_table(
        "missing_people",
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("group", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run", "person", name="pk_missing_people"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_missing_people_run"),
    )
    op.create_index("ix_missing_people_person", "missing_people", ["person"])
    op.create_table(
        "section_results",
        sa.Column("submission", sa.Integer, nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("points", sa.String, nullable=False),
        sa.Column("max_points", sa.String, nullable=False),
        sa.Column("rounded", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("submission", "section", name="pk_section_results"),
        sa.ForeignKeyConstraint(
            ["submission"], ["submissions.id"], name="fk_section_results_submission", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "tests",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("test", sa.Text, nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("exercise", sa.Text, nullable=False),
        sa.Column("visibility", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tests"),
        sa.UniqueConstraint(
            "test", "section", "exercise", "visibility", name="uq_tests_test_section_exercise_visibility"
        ),
    )
    op.create_table(
        "test_results",
        sa.Column("submission", sa.Integer, nullable=False),
        sa.Column("test", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("points", sa.String, nullable=False),
        sa.Column("max_points", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("submission", "test", name="pk_test_results"),
        sa.ForeignKeyConstraint(
            ["submission"], ["submissions.id"], name="fk_test_results_submission", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["test"], ["tests.id"], name="fk_test_results_test"),
        sqlite_with_rowid=False,
    )
