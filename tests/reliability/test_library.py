"""What the library promises to a notebook: public names, documents, examples, and no ballast."""

import doctest
import inspect
import re
import subprocess
import sys

import annotator.reliability as rel

BLOCKED = """
import sys

for name in ("flask", "sqlalchemy", "pandas", "matplotlib"):
    sys.modules[name] = None

import annotator.reliability as rel

units = [f"s{at // 2}" for at in range(20)]
data = rel.reliability_data(rel.Judgements(units, ["A", "B"] * 10, list("xxxyyyxxyy" * 2)))
print(round(rel.measure(data).coefficients["alpha"].value, 3))
loaded = {name.split(".")[0] for name, module in sys.modules.items() if hasattr(module, "__file__")}
print(sorted(name for name in loaded - {*sys.stdlib_module_names} if not name.startswith("_")))
print(sorted(name for name in sys.modules if name.startswith("annotator")
             and not name.startswith("annotator.reliability")))
"""

FUNCTIONS = {name: thing for name in rel.__all__ if inspect.isfunction(thing := getattr(rel, name))}
CLASSES = {name: thing for name in rel.__all__ if inspect.isclass(thing := getattr(rel, name))}


def test_it_needs_nothing_but_numpy():
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED], capture_output=True, text=True, check=True
    )
    alpha, theirs, ours = done.stdout.splitlines()
    assert alpha == "0.62"
    assert theirs == "['annotator', 'numpy']"
    assert ours == "['annotator', 'annotator.errors']"


def test_each_example_in_the_documents_is_true():
    modules = [each for name, each in sys.modules.items() if name.startswith(rel.__name__)]
    results = {each.__name__: doctest.testmod(each) for each in modules}
    assert {name: each for name, each in results.items() if each.failed} == {}
    assert sum(each.attempted for each in results.values()) > 100


def test_each_public_function_has_a_summary_parameters_returns_and_an_example():
    lacking = {}
    for name, function in FUNCTIONS.items():
        text = inspect.getdoc(function) or ""
        sections = ["Returns", "Examples"]
        sections += ["Parameters"] if inspect.signature(function).parameters else []
        lacks = [each for each in sections if f"{each}\n{'-' * len(each)}" not in text]
        lacks += [p for p in inspect.signature(function).parameters if not _is_told(p, text)]
        lacking[name] = lacks
    assert {name: lacks for name, lacks in lacking.items() if lacks} == {}


def _is_told(parameter, text):
    """Whether a parameter has a line of its own, alone or with others: ``low, high : float``."""
    return re.search(rf"^(\w+, )*{parameter}(, \w+)* : ", text, re.MULTILINE) is not None


def test_each_public_class_tells_its_parts():
    told = {
        name: "Attributes\n" in text or "Parameters\n" in text or name == "KeptDraws"
        for name, thing in CLASSES.items()
        if (text := inspect.getdoc(thing) or "")
    }
    assert {*told} == {*CLASSES}
    assert [name for name, tells in told.items() if not tells] == []


def test_public_names_are_sorted_and_each_is_there_once():
    assert len(rel.__all__) == len(set(rel.__all__))
    assert all(hasattr(rel, name) for name in rel.__all__)
