"""What a page loads comes from here, is what its maker published, and runs nothing inline."""

import hashlib
import json
import re
from collections.abc import Callable

from annotator.paths import PACKAGE, shipped
from annotator.web.assets import SCRIPTS

STATIC = PACKAGE / "web" / "static"
VENDOR = STATIC / "vendor"
PACKAGES = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))
TEMPLATES = {
    file.relative_to(shipped("templates")).as_posix(): file.read_text(encoding="utf-8")
    for file in sorted(shipped("templates").rglob("*.html"))
}
STYLESHEETS = sorted(STATIC.glob("*.css"))

# What the content security policy refuses, and so would silently do nothing.
INLINE = {
    "a style attribute": r"<[a-z][^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a handler attribute": r"<[a-z][^>]*\son[a-z]+\s*=",
    "a script without a source": r"<script\b(?![^>]*\ssrc\s*=)",
    "a javascript address": r"javascript:",
}
LOADED = r"<(?:script|img|source|iframe|embed|object)\b[^>]*\s(?:src|data)\s*=\s*\"([^\"]*)\""
LINKED = r"<link\b[^>]*\shref\s*=\s*\"([^\"]*)\""
STATIC_FILE = r"url_for\(\s*['\"]static['\"]\s*,\s*filename\s*=\s*['\"]([^'\"]+)['\"]"


def templates_with(find: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """What is found in each template, without those in which there is nothing."""
    found = {name: find(text) for name, text in TEMPLATES.items()}
    return {name: each for name, each in found.items() if each}


def test_every_vendored_file_is_the_one_that_was_taken():
    for package in PACKAGES:
        for name, sha256 in package["sha256"].items():
            assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == sha256, name


def test_every_vendored_file_is_accounted_for():
    known = {name for package in PACKAGES for name in package["sha256"]}
    there = {f.relative_to(VENDOR).as_posix() for f in VENDOR.rglob("*") if f.is_file()}
    assert there - {"vendor.json"} == known


#: Addresses that a macro is called with.
PASSED_ON = ("{{ light }}", "{{ dark }}")


def test_a_vendored_package_says_its_version_licence_and_proof():
    for package in PACKAGES:
        name = package["name"]
        assert package["version"], name
        assert package["licence"], name
        assert package["integrity"].startswith("sha512-"), name
        assert any(file.endswith("/LICENSE") for file in package["sha256"]), name


def test_a_template_runs_and_styles_nothing_inline():
    def inline(text: str) -> list[str]:
        return [what for what, pattern in INLINE.items() if re.search(pattern, text, re.I)]

    assert templates_with(inline) == {}


def test_a_template_loads_only_what_this_server_serves():
    """Its own addresses, or such as a macro was given by a template that is looked at too."""

    def from_elsewhere(text: str) -> list[str]:
        addresses = re.findall(LOADED, text) + re.findall(LINKED, text)
        return [a for a in addresses if not a.startswith(("{{ url_for(", *PASSED_ON))]

    assert templates_with(from_elsewhere) == {}


def test_every_static_file_that_a_template_names_is_there():
    def missing(text: str) -> list[str]:
        names = re.findall(STATIC_FILE, text)
        return [name for name in names if not (STATIC / SCRIPTS.get(name, name)).is_file()]

    assert templates_with(missing) == {}


def test_a_stylesheet_loads_only_files_beside_it():
    assert STYLESHEETS
    loaded = [
        (sheet.name, address)
        for sheet in STYLESHEETS
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", sheet.read_text(encoding="utf-8"))
    ]
    assert [each for each in loaded if not (STATIC / each[1]).is_file()] == []


def test_the_page_fetches_at_once_what_its_stylesheet_imports():
    imported = re.findall(r'@import url\("([^"]+)"\)', (STATIC / "style.css").read_text("utf-8"))
    base = (shipped("templates") / "base.html").read_text(encoding="utf-8")
    preloaded = [
        re.search(STATIC_FILE, tag).group(1)
        for tag in re.findall(r"<link rel=\"preload\"[^>]*>", base)
    ]
    assert preloaded == imported
