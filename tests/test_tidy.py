"""The house rules as a ratchet: size, docstrings, a test file for each module, nothing private.

Each rule is a pure checker, text in and complaints out, which is shown a planted offence as well,
so that a rule that has stopped seeing anything is noticed.
"""

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE_FOLDERS = ("src", "tests", "bench")

MAX_FUNCTION_LINES = 70
MAX_FILE_LINES = 300
MAX_LONG_FILE_LINES = 500
LONG_REASON = "Long because"

# Modules of src that another test file covers than the one which mirrors their path:
# "src/veche/core/x.py": "tests/core/test_y.py".
COVERED_BY: dict[str, str] = {
    "src/veche/server/pools.py": "tests/server/test_helpers.py",
    "src/veche/sections.py": "tests/test_config.py",
    "src/veche/core/commands/": "tests/core/test_permissions.py",
    "src/veche/core/events/": "tests/core/test_events.py",
    "src/veche/core/exchange.py": "tests/core/test_hub.py",
    "src/veche/core/rejections.py": "tests/core/test_permissions.py",
    "src/veche/core/replies/": "tests/core/decide/test_queries.py",
    "src/veche/core/turn.py": "tests/core/test_batch.py",
    "src/veche/core/decide/base.py": "tests/core/decide/test_messages.py",
    "src/veche/core/decide/views.py": "tests/core/decide/test_queries.py",
    "src/veche/eventlog/messages.py": "tests/eventlog/test_paging.py",
    "src/veche/protocols/plain/wishes.py": "tests/protocols/plain/test_past.py",
    "src/veche/server/seam.py": "tests/server/test_lifecycle.py",
    "src/veche/server/http/seam.py": "tests/server/http/test_websocket.py",
}

# Test files that may call time.sleep, with the reason: "tests/x/test_y.py": "why waiting is real".
MAY_SLEEP: dict[str, str] = {}

# Joined here, so that this file passes its own rules.
REGISTRY_HOSTS = (
    ".".join(("pypi", "org")),
    ".".join(("files", "pythonhosted", "org")),
    "".join(("npm", "js")),
    ".".join(("deb", "debian", "org")),
)
MACHINE_PATH = re.compile(r"(?<![\w.~/}-])/(?:" + "|".join(("work", "root")) + ")/")
NOTE_TO_SELF = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b")


def long_functions(source: str) -> list[str]:
    """Say which functions are too long, from `def` to their last line."""
    complaints = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MAX_FUNCTION_LINES:
                complaints.append(f"{node.name} has {lines} lines, more than {MAX_FUNCTION_LINES}")
    return complaints


def long_file(source: str) -> list[str]:
    """Say so if a file is too long, or longer than its stated reason allows."""
    lines = len(source.splitlines())
    docstring = ast.get_docstring(ast.parse(source)) or ""
    excused = any(line.startswith(LONG_REASON) for line in docstring.splitlines())
    limit = MAX_LONG_FILE_LINES if excused else MAX_FILE_LINES
    return [f"{lines} lines, more than {limit}"] if lines > limit else []


def missing_docstring(source: str) -> list[str]:
    """Say so if a module does not say what it owns."""
    return [] if ast.get_docstring(ast.parse(source)) else ["no module docstring"]


def sleeps(source: str) -> list[str]:
    """Say where `time.sleep` is called, or brought in under another name."""
    complaints = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="time"), attr="sleep")):
                complaints.append(f"line {node.lineno}: time.sleep: wait for what you expect")
            case ast.ImportFrom(module="time", names=names) if "sleep" in {n.name for n in names}:
                complaints.append(f"line {node.lineno}: time.sleep: wait for what you expect")
    return complaints


def notes_to_self(text: str) -> list[str]:
    """Say where a note to oneself stands that belongs among the issues."""
    return _lines_matching(NOTE_TO_SELF, text)


def private_places(text: str) -> list[str]:
    """Say where a package registry's host or a path of one machine stands."""
    hosts = re.compile("|".join(re.escape(host) for host in REGISTRY_HOSTS))
    return _lines_matching(hosts, text) + _lines_matching(MACHINE_PATH, text)


def without_test(modules: list[str], tests: set[str], covered_by: dict[str, str]) -> list[str]:
    """Say which modules have no test file, and which rows of the table are wrong or needless."""
    complaints = []
    for module in modules:
        mirror = mirrored_test(module)
        folder = f"{Path(module).parent.as_posix()}/"
        if module not in covered_by and folder not in covered_by and mirror not in tests:
            complaints.append(f"{module}: no {mirror}")
        if module in covered_by and mirror in tests:
            complaints.append(f"{module}: has {mirror}, and needs no row in COVERED_BY")
    for module, test in covered_by.items():
        known = any(found.startswith(module) for found in modules)
        if not known or test not in tests:
            complaints.append(f"COVERED_BY: {module} or {test} does not exist")
    return complaints


def mirrored_test(module: str) -> str:
    """Return the test file of a module: src/veche/a/b.py has tests/a/test_b.py."""
    path = Path(module).relative_to("src/veche")
    return (Path("tests") / path.parent / f"test_{path.name}").as_posix()


def _lines_matching(pattern: re.Pattern[str], text: str) -> list[str]:
    return [
        f"line {number}: {found.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        if (found := pattern.search(line))
    ]


def python_files(*folders: str) -> Iterator[tuple[str, str]]:
    """Give path, from the root, and source of every Python file in `folders`."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def committed_texts() -> Iterator[tuple[str, str]]:
    """Give path and text of every file that is, or would be, committed."""
    for name in _names_from_git() or _names_from_walk():
        path = ROOT / name
        if path.is_file():
            yield name, path.read_bytes().decode(errors="replace")


def _names_from_git() -> list[str]:
    """List what git has or would take; nothing without git, or in a copy without its history."""
    git = shutil.which("git")
    if git is None:
        return []
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    return listing.stdout.decode().split("\0") if listing.returncode == 0 else []


def _names_from_walk() -> list[str]:
    """List every file but those in folders that hold what tools made."""
    names = []
    for folder, subfolders, files in os.walk(ROOT):
        made = {name for name in subfolders if name.startswith(".") and name != ".ci"}
        made |= {"__pycache__", "build", "dist", "node_modules"}
        subfolders[:] = [name for name in subfolders if name not in made]
        names += [(Path(folder) / name).relative_to(ROOT).as_posix() for name in files]
    return names


def test_functions_are_short() -> None:
    """No function is longer than a screen or two."""
    assert [f"{p}: {c}" for p, s in python_files(*CODE_FOLDERS) for c in long_functions(s)] == []


def test_files_are_short() -> None:
    """A file holds one concept, or says in its docstring why it is long."""
    assert [f"{p}: {c}" for p, s in python_files(*CODE_FOLDERS) for c in long_file(s)] == []


def test_modules_say_what_they_own() -> None:
    """Every module of the product has a docstring."""
    assert [f"{p}: {c}" for p, s in python_files("src") for c in missing_docstring(s)] == []


def test_every_module_has_its_test_file() -> None:
    """tests/ mirrors src/veche, but for the rows of COVERED_BY."""
    modules = [p for p, _ in python_files("src") if Path(p).stem not in ("__init__", "__main__")]
    tests = {p for p, _ in python_files("tests")}
    assert without_test(modules, tests, COVERED_BY) == []


def test_tests_do_not_sleep() -> None:
    """A test waits for what it expects, not for a time that is too long or too short."""
    offences = {p: found for p, s in python_files("tests") if (found := sleeps(s))}
    assert {p: found for p, found in offences.items() if p not in MAY_SLEEP} == {}
    assert set(MAY_SLEEP) - set(offences) == set(), "rows of MAY_SLEEP that nothing needs"


def test_nothing_is_left_for_later_in_the_code() -> None:
    """What is to be done stands among the issues, not in the code."""
    assert [f"{p}: {c}" for p, s in python_files(*CODE_FOLDERS) for c in notes_to_self(s)] == []


def test_no_file_names_a_registry_or_a_machine() -> None:
    """What is committed works anywhere: no registry's host, no path of one machine."""
    assert [f"{p}: {c}" for p, s in committed_texts() for c in private_places(s)] == []


def _function(lines: int, keyword: str = "def") -> str:
    return f"{keyword} f():\n" + "    pass\n" * (lines - 1)


@pytest.mark.parametrize("keyword", ["def", "async def"])
def test_a_long_function_is_seen(keyword: str) -> None:
    """The limit itself passes; one line more does not."""
    assert long_functions(_function(MAX_FUNCTION_LINES, keyword)) == []
    assert long_functions(_function(MAX_FUNCTION_LINES + 1, keyword)) != []


def test_a_long_file_is_seen() -> None:
    """Past the first limit a file needs its reason; past the second nothing helps."""
    excuse = f'"""Doc.\n\n{LONG_REASON} the table is one.\n"""\n'
    assert long_file("a = 1\n" * MAX_FILE_LINES) == []
    assert long_file("a = 1\n" * (MAX_FILE_LINES + 1)) != []
    assert long_file(excuse + "a = 1\n" * (MAX_LONG_FILE_LINES - 4)) == []
    assert long_file(excuse + "a = 1\n" * (MAX_LONG_FILE_LINES - 3)) != []


def test_a_missing_docstring_is_seen() -> None:
    """A comment is no docstring."""
    assert missing_docstring('"""Owns x."""\n') == []
    assert missing_docstring("# Owns x.\n") != []


@pytest.mark.parametrize("source", ["import time\ntime.sleep(1)\n", "from time import sleep\n"])
def test_a_sleep_is_seen(source: str) -> None:
    """Under its own name and under another; waiting in an event loop is not meant."""
    assert sleeps(source) != []
    assert sleeps("import asyncio, time\nasyncio.sleep(1)\ntime.monotonic()\n") == []


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "XX" + "X"])
def test_a_note_to_self_is_seen(word: str) -> None:
    """As a word; not as a part of one."""
    assert notes_to_self(f"x = 1  # {word}: later\n") != []
    assert notes_to_self(f"name = 'a{word}b'\n") == []


@pytest.mark.parametrize("host", REGISTRY_HOSTS)
def test_a_registry_is_seen(host: str) -> None:
    """Wherever in a line it stands."""
    assert private_places(f"a\nfrom https://{host}/x\n") == [f"line 2: {host}"]


@pytest.mark.parametrize("name", ["work", "root"])
def test_a_machine_path_is_seen(name: str) -> None:
    """An absolute one; a folder of that name inside another is nobody's secret."""
    assert private_places(f"cd /{name}/x\n") != []
    assert private_places(f"path = '/{name}/x'\n") != []
    assert private_places(f"see docs/{name}/x and ./{name}/y\n") == []


def test_a_module_without_test_is_seen() -> None:
    """As are rows of the table that name nothing, or that nothing needs."""
    module, mirror, other = "src/veche/core/a.py", "tests/core/test_a.py", "tests/core/test_b.py"
    assert mirrored_test(module) == mirror
    assert without_test([module], {mirror}, {}) == []
    assert without_test([module], {other}, {module: other}) == []
    assert without_test([module], {other}, {}) != []
    assert without_test([module], {mirror, other}, {module: other}) != []
    assert without_test([module], set(), {module: other}) != []
    assert without_test([], {other}, {module: other}) != []


def test_there_is_something_to_check() -> None:
    """The lists above are not empty by accident, with git or without."""
    assert "tests/test_tidy.py" in dict(python_files("tests"))
    assert "src/veche/__init__.py" in dict(committed_texts())
    assert {"Makefile", ".ci/run", "src/veche/__init__.py"} <= set(_names_from_walk())
