from annotator.agreement.report.table_notes import is_drawn, note
from annotator.reliability.reporting.table import ALPHA, INTERVAL, Column, Table


def table(key, rows=2):
    columns = (Column("name", "Name"), ALPHA, INTERVAL)
    return Table(key, "A table", columns, [("x", 0.5, (0.4, 0.6))] * rows)


def test_coefficients_of_sets_have_a_note_of_their_own():
    assert note(table("coefficients"), of_sets=False).startswith("All from the same judgements.")
    assert "taken as one set of codes" in note(table("coefficients"), of_sets=True)


def test_differences_of_parts_share_a_note_and_every_other_table_has_one():
    assert note(table("outlet-differences"), of_sets=False).startswith("How far one part is above")
    assert note(table("outlet"), of_sets=True).startswith("The same question, outlet by outlet")


def test_a_table_is_drawn_if_its_rows_can_be_compared():
    assert is_drawn(table("codes"))
    assert not is_drawn(table("codes", rows=1))
    assert not is_drawn(table("coefficients"))
    assert not is_drawn(table("week-differences"))
    assert not is_drawn(Table("prevalence", "Shares", (Column("name", "Name"),), [("x",), ("y",)]))
