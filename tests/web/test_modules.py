"""Modules that are joined into one file run as they did apart."""

from pathlib import Path

import pytest

from annotator.web.modules import joined

MAIN = """\
import { one, two as second } from "./a.js";
import * as b from "../vendor/b.js";
console.log(one, second(), b.plain);
"""
A = """\
import { plain } from "../vendor/b.js";
export const one = 1;
export async function two() {
  return plain;
}
"""
B = """\
/**
 * About it.
 */
// More about it.
function own() {}
const plain = own;
export { own, plain as other, plain };
"""


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    (tmp_path / "desk").mkdir()
    (tmp_path / "vendor").mkdir()
    (tmp_path / "desk" / "a.js").write_text(A)
    (tmp_path / "vendor" / "b.js").write_text(B)
    main = tmp_path / "desk" / "main.js"
    main.write_text(MAIN)
    return main


def test_a_module_comes_once_and_behind_those_that_it_imports(entry: Path) -> None:
    script = joined(entry)
    names = [line for line in script.splitlines() if line.startswith("modules[")]
    assert names == [
        'modules["../vendor/b.js"] = (() => {',
        'modules["a.js"] = (() => {',
    ]


def test_each_gives_what_it_exports_by_the_name_under_which_it_does(entry: Path) -> None:
    script = joined(entry)
    assert "return { own, other: plain, plain };" in script
    assert "return { one, two };" in script
    assert 'const { one, two: second } = modules["a.js"];' in script
    assert 'const b = modules["../vendor/b.js"];' in script
    assert "\nimport " not in script
    assert "\nexport " not in script
    assert "bout it" not in script


@pytest.mark.parametrize(
    "line", ["export default 1;", "export let at = 0;", 'import a from "./a.js";']
)
def test_another_way_of_writing_is_refused(entry: Path, line: str) -> None:
    entry.write_text(f"{MAIN}{line}\n")
    with pytest.raises(ValueError, match=line.partition(" ")[0]):
        joined(entry)
