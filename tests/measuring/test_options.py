import pytest

from annotator.errors import Refused
from annotator.measuring.options import coder_groups, distances


def test_a_table_of_distances_names_its_values_and_is_square():
    found = distances(b",calm,loud,shrill\ncalm,0,1,2\nloud,1,0,0.5\nshrill,2,0.5,0\n", "d.csv")
    assert found.values == ("calm", "loud", "shrill")
    assert found.table.tolist() == [[0, 1, 2], [1, 0, 0.5], [2, 0.5, 0]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b",a,b\na,0,1\n", "The columns are a, b and the rows a; a row for each column"),
        (b",a,b\nb,0,1\na,1,0\n", "The columns are a, b and the rows b, a;"),
        (b",a,a\na,0,1\na,1,0\n", "The columns are a, a and the rows a, a;"),
        (b",a,b\na,0,far\nb,1,0\n", 'd.csv, line 2, column b: "far" is no distance;'),
        (b",a,b\na,0,-1\nb,-1,0\n", 'line 3, column a: "-1" is no distance;'),
        (b",a,b\na,1,1\nb,1,0\n", 'line 2, column a: "a" differs from itself by 1.'),
        (b",a,b\na,0,1\nb,2,0\n", 'From "a" to "b" it is 1, and back 2 (line 3).'),
    ],
    ids=["short", "order", "twice", "word", "negative", "diagonal", "one way"],
)
def test_what_is_no_table_of_distances_is_refused_with_its_line(data, message):
    with pytest.raises(Refused) as refused:
        distances(data, "d.csv")
    assert message in str(refused.value)


def test_each_coder_is_in_one_group():
    assert coder_groups(b"coder;group\nAnna;old\nBen;new\n", "g.csv") == {
        "Anna": "old", "Ben": "new",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"coder,group,age\nAnna,old,9\n", "There are 3 columns: coder, group, age. Two are"),
        (b"coder,group\nAnna,old\nAnna,new\n", 'line 3, column coder: Anna is in "new" here'),
    ],
)
def test_groups_that_are_unclear_are_refused(data, message):
    with pytest.raises(Refused) as refused:
        coder_groups(data, "g.csv")
    assert message in str(refused.value)
