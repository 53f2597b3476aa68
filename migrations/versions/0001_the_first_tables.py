"""The first tables of every feature, in the order of the features.

A later migration adds what a feature needs beside them; this one is never edited.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

# Development versions numbered theirs from 0001 to 0005.
revision, down_revision, branch_labels, depends_on = "r0001", None, None, None

tables = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in columns of its plain INTEGER type.
BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    define()
    tables.create_all(op.get_bind(), checkfirst=False)


def downgrade() -> None:
    define()
    tables.drop_all(op.get_bind(), checkfirst=False)


def define() -> None:
    """Define all tables, once. Not on import: every start reads which migrations there are."""
    if tables.tables:
        return
    for feature in (
        accounts,
        studies,
        codebook,
        corpus,
        rounds,
        coding,
        agreement,
        adjudication,
        datasets,
    ):
        feature()


def table(name: str, *parts: Any) -> None:
    sa.Table(name, tables, sa.Column("id", BIG, primary_key=True), *parts)


def column(name: str, kind: Any, *parts: Any, null: bool = False, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, *parts, nullable=null, **more)


def public_id() -> sa.Column[Any]:
    """The random name of a row in addresses and files."""
    return text("public_id", 16, unique=True)


def ref(name: str, to: str, *, on_delete: str | None = None, **more: Any) -> sa.Column[Any]:
    """The row of another table."""
    return column(name, BIG, sa.ForeignKey(f"{to}.id", ondelete=on_delete), **more)


def words(name: str, *values: str, check: str, **more: Any) -> sa.Column[Any]:
    """One of a set of words."""
    kind = sa.Enum(*values, name=check, native_enum=False, create_constraint=True, length=16)
    return column(name, kind, **more)


def text(name: str, length: int | None = None, **more: Any) -> sa.Column[Any]:
    return column(name, sa.String(length), **more)


def integer(name: str, **more: Any) -> sa.Column[Any]:
    return column(name, sa.Integer, **more)


def big(name: str, **more: Any) -> sa.Column[Any]:
    return column(name, BIG, **more)


def real(name: str, **more: Any) -> sa.Column[Any]:
    return column(name, sa.Double, **more)


def flag(name: str, **more: Any) -> sa.Column[Any]:
    return column(name, sa.Boolean, **more)


def date(name: str, **more: Any) -> sa.Column[Any]:
    return column(name, sa.Date, **more)


def time(name: str, **more: Any) -> sa.Column[Any]:
    """A moment, in UTC."""
    return column(name, sa.DateTime(timezone=True), **more)


def json(name: str, **more: Any) -> sa.Column[Any]:
    return column(name, sa.JSON, **more)


def unique(*columns: str, name: str | None = None) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=name)


def check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=name)


def index(*columns: str, where: str = "", name: str | None = None, **more: Any) -> sa.Index:
    """An index, of some rows only if ``where`` says of which."""
    only = sa.text(where) if where else None
    return sa.Index(name, *columns, sqlite_where=only, postgresql_where=only, **more)


# fmt: off

def accounts() -> None:
    table("account",
        public_id(), text("email", 254, null=True, unique=True), text("name", 80),
        text("sign_in_name", 80, null=True, unique=True), text("password_hash", 255, null=True),
        text("locale", 35), text("time_zone", 64), flag("admin"), text("session_key", 64,
        unique=True),
        integer("failed_sign_ins"), time("locked_until", null=True), time("created_at"),
        time("deleted_at", null=True), check("email_is_lower_case", "email = lower(email)"),
        check("sign_in_name_is_lower_case", "sign_in_name = lower(sign_in_name)"))
    table("one_time_link",
        text("token_hash", 64, unique=True),
        words("purpose", "admin", "password", "sign_in", check="purpose"),
        ref("account_id", "account", on_delete="CASCADE", null=True), time("created_at"),
        time("expires_at"), integer("uses_left"), integer("uses"))


def studies() -> None:
    table("study",
        text("slug", 60, unique=True), text("title", 200), text("description"), text("language",
        35),
        flag("demo"), time("created_at"), check("slug_is_lower_case", "slug = lower(slug)"))
    table("member",
        public_id(), ref("study_id", "study", on_delete="CASCADE"),
        ref("account_id", "account", on_delete="SET NULL", null=True),
        words("kind", "person", "machine", "imported", check="memberkind"), text("pseudonym", 16),
        time("joined_at"), time("left_at", null=True), flag("author"), json("background"),
        flag("lead"), flag("coder"), flag("adjudicator"), flag("viewer"),
        unique("study_id", "account_id"), unique("study_id", "pseudonym"),
        check("only_a_person_has_an_account", "kind = 'person' OR account_id IS NULL"),
        index("account_id"))
    table("invitation",
        public_id(), ref("study_id", "study", on_delete="CASCADE", index=True),
        text("token_hash", 64, unique=True), text("note", 200), time("created_at"),
        time("expires_at"),
        integer("uses_left"), integer("uses"), time("withdrawn_at", null=True), flag("lead"),
        flag("coder"), flag("adjudicator"), flag("viewer"))
    table("log_entry",
        ref("study_id", "study", on_delete="CASCADE", null=True), time("at"), text("actor", 40),
        ref("account_id", "account", on_delete="SET NULL", null=True), text("act", 40),
        text("subject", 80), json("before", null=True), json("after", null=True),
        index("study_id", "subject"))


def codebook() -> None:
    table("codebook_version",
        public_id(), ref("study_id", "study", on_delete="CASCADE"), integer("number"),
        ref("parent_id", "codebook_version", null=True),
        words("change_kind", "wording", "meaning", "structure", check="changekind", null=True),
        text("title", 200), text("source"), text("checksum", 64), text("change_note"),
        time("created_at"), time("frozen_at", null=True), unique("study_id", "number"))
    table("question",
        ref("version_id", "codebook_version", on_delete="CASCADE"), text("key", 60),
        integer("position"), words("asked_of", "sentence", "article", check="askedof"),
        text("kind", 16), text("label"), text("help"), text("level", 16, null=True),
        flag("required"),
        flag("none"), text("marks", 16), flag("primary"), json("shown_if", null=True),
        unique("version_id", "key"))
    table("code",
        ref("question_id", "question", on_delete="CASCADE"), text("key", 60), integer("position"),
        text("label"), text("definition"), text("hotkey", 1), real("value", null=True),
        unique("question_id", "key"))
    table("codebook_draft",
        ref("study_id", "study", on_delete="CASCADE", unique=True),
        ref("version_id", "codebook_version", null=True), text("source"), text("edit_token", 64),
        ref("edited_by_id", "member", null=True), time("edited_at"))
    table("code_mapping",
        ref("from_version_id", "codebook_version", on_delete="CASCADE", index=True),
        ref("to_version_id", "codebook_version", on_delete="CASCADE", index=True),
        ref("question_id", "question", on_delete="CASCADE"),
        ref("from_code_id", "code", on_delete="CASCADE"),
        ref("to_code_id", "code", on_delete="CASCADE", null=True),
        words("kind", "same", "renamed", "merged", "split", "moved", "retired",
        check="mappingkind"),
        words("policy", "carry", "recode", "leave", check="mappingpolicy"),
        unique("from_code_id", "to_version_id", "to_code_id"))
    table("codebook_proposal",
        public_id(), ref("study_id", "study", on_delete="CASCADE", index=True),
        ref("version_id", "codebook_version", on_delete="CASCADE"), text("question_key", 60),
        text("code_key", 60), text("text"), ref("proposed_by_id", "member", null=True),
        time("proposed_at"), words("state", "open", "accepted", "declined", check="proposalstate"),
        ref("decided_by_id", "member", null=True), time("decided_at", null=True), text("reason"))


def corpus() -> None:
    table("import",
        public_id(), ref("study_id", "study", on_delete="CASCADE", index=True), text("file_name",
        255),
        text("sha256", 64), text("parser", 40), text("parser_version", 80), text("encoding", 40),
        json("mapping"), json("ledger"), text("imported_by", 40), time("started_at"),
        time("completed_at", null=True))
    table("outlet",
        ref("study_id", "study", on_delete="CASCADE"), text("name", 200), unique("study_id",
        "name"))
    table("event",
        ref("study_id", "study", on_delete="CASCADE"), text("name", 200), unique("study_id",
        "name"))
    table("article_family",
        public_id(), ref("study_id", "study", on_delete="CASCADE", index=True))
    table("article",
        public_id(), ref("study_id", "study", on_delete="CASCADE"),
        ref("import_id", "import", on_delete="CASCADE"), ref("outlet_id", "outlet", null=True),
        ref("event_id", "event", null=True),
        ref("family_id", "article_family", on_delete="SET NULL", null=True), flag("included"),
        text("title", 500), text("author", 300), text("url", 2000), date("date", null=True),
        text("rights"), text("language", 35), text("text"), text("text_sha256", 64), json("extra"),
        text("engine", 40), text("engine_version", 80), time("frozen_at", null=True),
        index("import_id"), index("study_id", "text_sha256"),
        index("study_id", "outlet_id", "text_sha256", unique=True, where="included",
            name="uq_article_text"),
        index("study_id", "text_sha256", unique=True, where="included AND outlet_id IS NULL",
            name="uq_article_text_no_outlet"))
    table("sentence",
        public_id(), ref("article_id", "article", on_delete="CASCADE"), integer("position"),
        integer("start_char"), integer("end_char"),
        words("kind", "body", "headline", "subheading", "caption", "credit", "byline", "label",
            "outlet", "related", check="sentencekind"), flag("included"), text("reason"),
        flag("taught"), unique("article_id", "start_char"),
        check("span_is_not_empty", "start_char >= 0 AND end_char > start_char"))
    table("correction",
        ref("article_id", "article", on_delete="CASCADE", index=True), time("at"), json("before"),
        json("after"), ref("undoes_id", "correction", null=True, unique=True))


def rounds() -> None:
    table("round",
        public_id(), ref("study_id", "study", on_delete="CASCADE"),
        ref("version_id", "codebook_version"), integer("number"), text("title", 200),
        words("purpose", "training", "pilot", "main", "retest", check="roundpurpose"),
        text("design", 16), json("setup"), integer("seed"),
        words("order", "article", "random", check="order"),
        words("context", "none", "neighbours", "article", check="context"), json("blinding"),
        flag("masked"), integer("reservation_minutes"),
        words("skips", "replace", "count", check="skips"), flag("late_counted", null=True),
        integer("revision"), integer("units"), json("balance"), time("created_at"),
        time("opened_at", null=True), time("paused_at", null=True), time("closed_at", null=True),
        unique("study_id", "number"))
    table("enrolment",
        ref("round_id", "round", on_delete="CASCADE"), ref("member_id", "member"),
        integer("quota", null=True), integer("seed"), integer("cursor"), integer("served"),
        json("avoids"), integer("repeats_left"), integer("repeat_at"), integer("done"),
        integer("skipped"), integer("codings"), time("qualified_at", null=True),
        time("left_at", null=True), unique("round_id", "member_id"), index("member_id"))
    table("unit",
        public_id(), ref("round_id", "round", on_delete="CASCADE"), ref("sentence_id", "sentence"),
        integer("position"), words("purpose", "main", "training", "check", check="unitpurpose"),
        real("probability", null=True), time("withdrawn_at", null=True),
        unique("round_id", "sentence_id"), unique("round_id", "position"),
        check("probability_is_a_share", "probability > 0 AND probability <= 1"),
        index("sentence_id"))
    table("known_answer",
        ref("round_id", "round", on_delete="CASCADE"),
        ref("sentence_id", "sentence", on_delete="CASCADE"),
        ref("unit_id", "unit", on_delete="CASCADE", null=True), text("question_key", 60),
        json("answer"), text("reason"), unique("round_id", "sentence_id", "question_key"),
        unique("unit_id", "question_key"), index("sentence_id"))
    table("assignment",
        public_id(), ref("round_id", "round", on_delete="CASCADE"),
        ref("unit_id", "unit", on_delete="CASCADE"), integer("slot"),
        ref("member_id", "member", null=True), integer("occasion"),
        words("state", "open", "reserved", "coded", "skipped", "withdrawn",
        check="assignmentstate"),
        words("state_before", "open", "reserved", "coded", "skipped", "withdrawn",
            check="state_before", null=True), integer("planned_order", null=True),
        integer("served_order", null=True), time("reserved_until", null=True),
        time("done_at", null=True), unique("unit_id", "slot"),
        unique("unit_id", "member_id", "occasion"), check("slots_count_from_one", "slot >= 1"),
        check("occasion_is_first_or_repeat", "occasion IN (1, 2)"),
        index("round_id", "reserved_until", where="reserved_until IS NOT NULL",
            name="ix_assignment_due"),
        index("round_id", "state", "planned_order", where="member_id IS NULL",
            name="ix_assignment_pool"),
        index("round_id", "member_id", "state", "planned_order", name="ix_assignment_queue"),
        index("round_id", "member_id", "served_order", name="ix_assignment_served"))


def coding() -> None:
    table("coding",
        public_id(), ref("unit_id", "unit", on_delete="CASCADE"), ref("member_id", "member"),
        integer("occasion"), words("origin", "desk", "import", "machine", "carried",
        check="origin"),
        ref("assignment_id", "assignment", null=True, index=True), integer("revision"),
        ref("revises_id", "coding", null=True),
        words("outcome", "answered", "skipped", check="outcome"), text("skip_reason", 500),
        ref("version_id", "codebook_version"), text("token", 64), text("digest", 64),
        time("submitted_at"), real("seconds", null=True), text("note"), flag("flagged"),
        integer("confidence", null=True), integer("mask_version", null=True),
        integer("context_looks"),
        flag("current"), flag("stale"), flag("late"), flag("unread"), flag("after_seeing"),
        flag("advised"), time("withdrawn_at", null=True), unique("member_id", "token"),
        check("only_the_desk_fills_assignments", "origin = 'desk' OR assignment_id IS NULL"),
        check("seconds_are_not_negative", "seconds >= 0"),
        check("confidence_is_one_to_three", "confidence BETWEEN 1 AND 3"),
        index("unit_id", "member_id"),
        index("unit_id", "member_id", "occasion", unique=True, where="current",
            name="uq_coding_current"))
    table("answer",
        ref("coding_id", "coding", on_delete="CASCADE"), real("probability", null=True),
        ref("question_id", "question"),
        words("state", "given", "none", "not_applicable", check="answerstate"),
        ref("code_id", "code", null=True), real("number", null=True), text("text", null=True),
        flag("primary"), unique("coding_id", "question_id", "code_id"),
        check("only_a_given_answer_has_a_value",
            "(state = 'given') = (code_id IS NOT NULL OR number IS NOT NULL OR text IS NOT NULL)"),
        check("probability_is_a_share", "probability >= 0 AND probability <= 1"),
        index("question_id"),
        index("coding_id", "question_id", unique=True, where="code_id IS NULL",
            name="uq_answer_without_code"))
    table("mark",
        ref("answer_id", "answer", on_delete="CASCADE", index=True), integer("start_char"),
        integer("end_char"), check("span_is_not_empty",
        "start_char >= 0 AND end_char > start_char"))
    table("exposure",
        ref("member_id", "member"), ref("round_id", "round", on_delete="CASCADE", null=True),
        ref("unit_id", "unit", on_delete="CASCADE", null=True), time("at"), text("page", 40),
        flag("early"), check("it_is_of_a_unit_or_a_round",
        "(round_id IS NULL) <> (unit_id IS NULL)"),
        index("member_id", "round_id"), index("round_id"), index("unit_id"))


def agreement() -> None:
    table("measurement",
        public_id(), ref("study_id", "study", on_delete="CASCADE"),
        ref("round_id", "round", on_delete="CASCADE"), text("question_key", 60), text("code_key",
        60),
        text("fingerprint", 64), json("options"), text("options_checksum", 64), integer("seed"),
        text("annotator_version", 32), time("measured_at"), integer("n_units"), integer("n_coders"),
        integer("n_judgements"), integer("n_dropped"), json("distribution"),
        unique("study_id", "fingerprint", "options_checksum", "seed", "annotator_version",
            name="uq_measurement_once"))
    table("coefficient",
        ref("measurement_id", "measurement", on_delete="CASCADE"), text("name", 40),
        real("value", null=True), real("se", null=True), real("low", null=True),
        real("high", null=True), text("method"), text("reason"), unique("measurement_id", "name"))


def adjudication() -> None:
    table("adjudication_plan",
        public_id(), ref("study_id", "study", on_delete="CASCADE", index=True), text("rule", 40),
        json("options"), integer("seed"), time("created_at"), time("frozen_at", null=True),
        time("closed_at", null=True))
    table("adjudication_plan_round",
        ref("plan_id", "adjudication_plan", on_delete="CASCADE"),
        ref("round_id", "round", on_delete="CASCADE", index=True), unique("plan_id", "round_id"))
    table("adjudication_case",
        public_id(), ref("plan_id", "adjudication_plan", on_delete="CASCADE"),
        ref("unit_id", "unit", on_delete="CASCADE"), ref("question_id", "question"),
        words("origin", "disputed", "audit", "flagged", "sent", check="caseorigin"),
        integer("rank"),
        real("expected_error", null=True), unique("plan_id", "unit_id", "question_id"),
        index("unit_id"))
    table("case_assignment",
        public_id(), ref("case_id", "adjudication_case", on_delete="CASCADE"), integer("slot"),
        ref("member_id", "member", null=True),
        words("state", "open", "reserved", "decided", "skipped", "withdrawn", check="casestate"),
        time("reserved_until", null=True), time("done_at", null=True), unique("case_id", "slot"),
        unique("case_id", "member_id"), check("slots_count_from_one", "slot >= 1"),
        index("member_id", "state", name="ix_case_assignment_queue"))
    table("decision",
        public_id(), ref("case_id", "adjudication_case", on_delete="CASCADE"),
        ref("member_id", "member"), words("kind", "adjudicated", "discussed", check="decisionkind"),
        ref("version_id", "codebook_version"), flag("novel"), json("order_shown"),
        text("shown_fingerprint", 64), text("reason_code", 40), text("reason"),
        integer("confidence", null=True), real("seconds", null=True), text("token", 64),
        text("digest", 64), time("decided_at"), ref("revises_id", "decision", null=True),
        time("withdrawn_at", null=True), unique("member_id", "token"), unique("revises_id"),
        check("seconds_are_not_negative", "seconds >= 0"),
        check("confidence_is_one_to_three", "confidence BETWEEN 1 AND 3"),
        index("case_id", "member_id", "kind", unique=True, where="revises_id IS NULL",
            name="uq_decision_first"))
    table("decision_answer",
        ref("decision_id", "decision", on_delete="CASCADE"), flag("blind_first"),
        ref("question_id", "question"),
        words("state", "given", "none", "not_applicable", check="answerstate"),
        ref("code_id", "code", null=True), real("number", null=True), text("text", null=True),
        flag("primary"), unique("decision_id", "blind_first", "question_id", "code_id"),
        check("only_a_given_answer_has_a_value",
            "(state = 'given') = (code_id IS NOT NULL OR number IS NOT NULL OR text IS NOT NULL)"),
        index("question_id"),
        index("decision_id", "blind_first", "question_id", unique=True, where="code_id IS NULL",
            name="uq_decision_answer_without_code"))
    table("decision_mark",
        ref("answer_id", "decision_answer", on_delete="CASCADE", index=True), integer("start_char"),
        integer("end_char"), check("span_is_not_empty",
        "start_char >= 0 AND end_char > start_char"))
    table("adopted_coding",
        ref("decision_id", "decision", on_delete="CASCADE"),
        ref("coding_id", "coding", on_delete="CASCADE", index=True),
        unique("decision_id", "coding_id"))
    table("consensus_run",
        public_id(), ref("study_id", "study", on_delete="CASCADE"), text("method", 40),
        json("parameters"), text("parameters_checksum", 64), integer("seed"), text("fingerprint",
        64),
        text("annotator_version", 32), json("result"), time("run_at"),
        unique("study_id", "fingerprint", "method", "parameters_checksum", "seed",
            "annotator_version", name="uq_consensus_run_once"))


def datasets() -> None:
    table("release",
        public_id(), ref("study_id", "study", on_delete="CASCADE"), text("number", 20),
        ref("previous_id", "release", null=True), text("title", 200), text("note"),
        text("citation"),
        json("options"), text("fingerprint", 64),
        words("status", "released", "withdrawn", check="releasestatus"), text("released_by", 40),
        time("released_at"), time("withdrawn_at", null=True), unique("study_id", "number"))
    table("release_file",
        ref("release_id", "release", on_delete="CASCADE"), text("path", 255), big("bytes"),
        text("sha256", 64), integer("rows", null=True), unique("release_id", "path"))
