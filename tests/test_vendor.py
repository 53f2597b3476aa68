"""What a page loads comes from here, is what its maker published, and runs nothing inline."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from annotator.paths import PACKAGE, shipped
from annotator.web.assets import SCRIPTS

STATIC = PACKAGE / "web" / "static"
VENDOR = STATIC / "vendor"
PACKAGES = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))
TEMPLATES = sorted(shipped("templates").rglob("*.html"))
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


def from_templates(file: Path) -> str:
    return file.relative_to(shipped("templates")).as_posix()


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


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_a_vendored_package_says_its_version_licence_and_proof(package):
    assert package["version"]
    assert package["licence"]
    assert package["integrity"].startswith("sha512-")
    assert any(name.endswith("/LICENSE") for name in package["sha256"])


@pytest.mark.parametrize("template", TEMPLATES, ids=from_templates)
def test_a_template_runs_and_styles_nothing_inline(template):
    text = template.read_text(encoding="utf-8")
    found = [what for what, pattern in INLINE.items() if re.search(pattern, text, re.IGNORECASE)]
    assert found == []


@pytest.mark.parametrize("template", TEMPLATES, ids=from_templates)
def test_a_template_loads_only_what_this_server_serves(template):
    """Its own addresses, or such as a macro was given by a template that is looked at too."""
    text = template.read_text(encoding="utf-8")
    addresses = re.findall(LOADED, text) + re.findall(LINKED, text)
    ours = ("{{ url_for(", *PASSED_ON)
    assert [a for a in addresses if not a.startswith(ours)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=from_templates)
def test_every_static_file_that_a_template_names_is_there(template):
    names = re.findall(STATIC_FILE, template.read_text(encoding="utf-8"))
    assert [name for name in names if not (STATIC / SCRIPTS.get(name, name)).is_file()] == []


@pytest.mark.parametrize("sheet", STYLESHEETS, ids=lambda sheet: sheet.name)
def test_a_stylesheet_loads_only_files_beside_it(sheet):
    addresses = re.findall(r"url\(\s*['\"]?([^'\")]+)", sheet.read_text(encoding="utf-8"))
    assert [a for a in addresses if not (sheet.parent / a).is_file()] == []


def test_the_page_fetches_at_once_what_its_stylesheet_imports():
    imported = re.findall(r'@import url\("([^"]+)"\)', (STATIC / "style.css").read_text("utf-8"))
    base = (shipped("templates") / "base.html").read_text(encoding="utf-8")
    preloaded = [
        re.search(STATIC_FILE, tag).group(1)
        for tag in re.findall(r"<link rel=\"preload\"[^>]*>", base)
    ]
    assert preloaded == imported
