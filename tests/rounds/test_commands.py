import pytest
from click.testing import CliRunner
from sqlalchemy import select

from annotator.cli import main
from annotator.rounds.models import Round
from annotator.studies import queries as studies
from annotator.studies.models import LogEntry
from tests import factories


@pytest.fixture
def inside(app, people):
    return lambda: factories.inside(app, people.study)


@pytest.fixture
def run(app, people, settings):
    """Run a command on the installation."""
    runner = CliRunner(env={"ANNOTATOR_DATABASE_URL": settings.database_url})
    return lambda *words: runner.invoke(main, ["--data", str(settings.data), *words])


@pytest.fixture
def ready(inside):
    """The study has a codebook and an article; gives the pseudonyms of its coders."""
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        session.commit()
        return [coder.pseudonym for coder in studies.coders_of(session, study)]


def test_a_round_is_opened_followed_and_closed(run, people, ready):
    opened = run("round", "open", people.study, "Pilot", "--purpose", "pilot")
    assert opened.stdout == "Round 1 is open: 3 sentences, 6 places.\n"
    assert run("round", "status", people.study).stdout.splitlines() == [
        "Round 1 “Pilot”: open",
        *(f"  {name}\t0 coded, 0 skipped, 3 to do of 3" for name in ready),
    ]
    assert run("round", "close", people.study, "1").stdout == "Round 1 is closed.\n"
    again = run("round", "close", people.study, "1")
    assert (again.exit_code, again.stdout) == (2, "")
    assert "Round 1 is closed; only an open round is closed." in again.stderr


def test_quotas_and_k_make_the_places(run, people, inside, ready):
    few = [f"--quota={ready[0]}=2", f"--quota={ready[1]}=1"]
    opened = run("round", "open", people.study, "Main", "--design", "balanced", "-k", "1", *few)
    assert opened.stdout == "Round 1 is open: 3 sentences, 3 places.\n"
    with inside() as (session, _):
        made = session.scalars(select(Round)).one()
        assert {e.member.pseudonym: e.quota for e in made.enrolments} == dict(
            zip(ready, (2, 1), strict=True)
        )
    wrong = run("round", "open", people.study, "Main", "--quota", "C07")
    assert wrong.exit_code == 2
    assert "'C07' is no quota. Write a pseudonym and a number: C07=120." in wrong.stderr


def test_a_second_round_takes_what_the_first_has_not(run, people, ready):
    sampled = ("--sample", "random", "--sentences", "2")
    assert "2 sentences" in run("round", "open", people.study, "Pilot", *sampled).stdout
    opened = run("round", "open", people.study, "Main", "--uncoded")
    assert opened.stdout == "Round 2 is open: 1 sentence, 2 places.\n"
    nothing = run("round", "open", people.study, "More", "--uncoded")
    assert nothing.exit_code == 2
    assert "No sentence is served" in nothing.stderr


def test_a_round_takes_what_meets_its_conditions(run, people, ready):
    opened = run(
        "round", "open", people.study, "Main", "--where", "kind=body", "--where", "words>=1"
    )
    assert opened.stdout == "Round 1 is open: 3 sentences, 6 places.\n"
    wrong = run("round", "open", people.study, "More", "--where", "mood=calm")
    assert wrong.exit_code == 2
    assert "The articles have no column 'mood'. The columns are: outlet, event," in wrong.stderr


def test_every_option_reaches_the_round(run, people, inside, ready):
    words = "--order random --context neighbours --show date --show event --unmasked --seed 9"
    run("round", "open", people.study, "Pilot", "--coder", ready[0], *words.split())
    with inside() as (session, _):
        made = session.scalars(select(Round)).one()
        assert (made.order, made.context, made.masked, made.seed) == (
            "random", "neighbours", False, 9,
        )  # fmt: skip
        assert {field for field, hidden in made.blinding.items() if not hidden} == {"date", "event"}
        assert [e.member.pseudonym for e in made.enrolments] == ready[:1]
        acts = session.scalars(select(LogEntry).where(LogEntry.subject == "round:1")).all()
        assert {entry.actor for entry in acts} == {"command line"}


def test_a_coder_who_is_named_twice_codes_once(run, people, inside, ready):
    words = ("--coder", ready[0], "--coder", ready[1], "--coder", ready[0])
    assert "6 places" in run("round", "open", people.study, "Pilot", *words).stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("open", "no-study", "Pilot"), "There is no study"),
        (("open", "staged-meetings", " "), "A round needs a title"),
        (("open", "staged-meetings", "Pilot", "--coder", "C00"), "There is no member 'C00'"),
        (("open", "staged-meetings", "Pilot", "--article", "none"), "no article 'none'"),
        (("close", "staged-meetings", "1"), "Its rounds: none yet."),
    ],
)
def test_what_can_not_be_is_told_in_a_sentence(run, ready, words, message):
    answer = run("round", *words)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr


def test_without_a_codebook_the_remedy_is_named(run, people):
    answer = run("round", "open", people.study, "Pilot")
    assert "annotator codebook import staged-meetings FILE" in answer.stderr


@pytest.fixture
def known_file(tmp_path):
    file = tmp_path / "known.csv"
    lines = ("sentence,question,answer,reason", f"{factories.SENTENCES[0]},tone,calm,Nothing loud.")
    file.write_text("\n".join(lines))
    return str(file)


def test_known_answers_open_a_training_round_and_come_to_a_draft(run, people, ready, known_file):
    opened = run(
        "round", "open", people.study, "School", "--purpose", "training", "--known", known_file
    )
    assert opened.stdout == "Round 1 is open: 1 sentence, 2 places.\n"
    draft = ("--draft", "--checks", "1", "--order", "random", "--requires", "1")
    made = run("round", "open", people.study, "Main", *draft)
    assert made.stdout == "Round 2 is a draft.\n"
    brought = run("round", "known", people.study, "2", known_file)
    assert brought.stdout == "Round 2 has the known answers of 1 sentence.\n"
    final = run("round", "known", people.study, "1", known_file)
    assert "its known answers are final" in final.stderr


def test_checks_are_told_when_a_round_is_opened(run, people, ready, known_file):
    words = ("round", "open", people.study, "Main", "--checks", "1", "--known", known_file)
    refused = run(*words)
    assert refused.exit_code == 2
    assert "Choose a random order, or ask for no checks and no repeats." in refused.stderr
    opened = run(*words, "--order", "random")
    assert opened.stdout == "Round 1 is open: 2 sentences, 4 places, 1 check.\n"


def test_what_is_wrong_in_a_file_is_named(run, people, ready, known_file, tmp_path):
    file = tmp_path / "wrong.csv"
    file.write_text("sentence,question,answer\nNobody said this.,tone,calm\n")
    run("round", "open", people.study, "Main", "--draft")
    refused = run("round", "known", people.study, "1", str(file))
    assert refused.exit_code == 2
    assert "wrong.csv, line 2, column sentence: No served sentence" in refused.stderr


def test_a_retest_needs_what_is_old_enough(run, people, ready):
    run("round", "open", people.study, "Main")
    asked = ("--design", "retest", "--of", "1", "--again", "0.5")
    refused = run("round", "open", people.study, "Again", *asked)
    assert "None of these coders coded anything in that round." in refused.stderr
