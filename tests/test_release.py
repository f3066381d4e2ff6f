# ruff: noqa: E501
"""What a release is made of: dependencies with bounds, archives that can be built again, no silent skips."""

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
REQUIREMENTS = [
    *PROJECT["build-system"]["requires"],
    *PROJECT["project"]["dependencies"],
    *(text for texts in EXTRAS.values() for text in texts),
]


@pytest.mark.parametrize("text", REQUIREMENTS)
def test_every_dependency_has_a_lower_and_an_upper_bound(text):
    operators = {specifier.operator for specifier in Requirement(text).specifier}
    assert operators == {"=="} or (">=" in operators and operators & {"<", "<="}), text


def test_torch_is_no_older_than_what_reads_weights_safely():
    """CVE-2025-32434 (until 2.6), CVE-2026-24747 (until 2.10): weights_only ran code, or corrupted memory."""
    (torch,) = (r for r in map(Requirement, REQUIREMENTS) if r.name == "torch")
    assert not torch.specifier.contains(Version("2.9.1")) and torch.specifier.contains(Version("2.10.0"))


def test_what_is_installed_is_within_the_bounds():
    from importlib.metadata import version

    for requirement in map(Requirement, PROJECT["project"]["dependencies"]):
        if requirement.marker is None or requirement.marker.evaluate():
            assert requirement.specifier.contains(version(requirement.name)), requirement


def test_the_version_is_one_number():
    import pa3d

    assert PROJECT["project"]["version"] == pa3d.__version__
    cited = re.search(r"^version: *\"?([\d.]+)", (ROOT / "CITATION.cff").read_text(), re.M)
    assert cited is None or cited[1] == pa3d.__version__


SKIPPING = """
import pytest

def test_a():
    pytest.skip("REASON")
"""


@pytest.mark.parametrize(
    ("reason", "strict", "code"),
    [
        ("no chromium", "1", 1),
        ("no chromium", "", 0),
        ("npm package gltf-validator is not installed", "1", 0),
    ],
)
def test_a_skipped_test_fails_ci_unless_it_is_on_the_list(tmp_path, reason, strict, code):
    tests = tmp_path / "tests"
    (tests / "no_network").mkdir(parents=True)
    for name in ("conftest.py", "no_network/sitecustomize.py"):
        (tests / name).write_text((ROOT / "tests" / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tests / "test_a.py").write_text(SKIPPING.replace("REASON", reason))
    environment = {**os.environ, "PA3D_NO_SKIPS": strict, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert ("must not be skipped here: tests/test_a.py::test_a" in done.stdout) == bool(code)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The sdist and the wheel, built twice: in other folders, with other times, modes, umasks and time zones."""
    root = tmp_path_factory.mktemp("built")
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:
        pytest.fail("this test needs the repository: git ls-files")
    names = [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    files = {name: ((ROOT / name).read_bytes(), (ROOT / name).stat().st_mode & 0o100) for name in names}
    folders = []
    for number, (folder, umask, zone) in enumerate((("a", "022", "UTC"), ("b/c", "077", "Asia/Tokyo"))):
        source, out = root / folder / "src", root / folder / "dist"
        for name, (content, executable) in files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes(content)
            (source / name).chmod(executable | (0o600 if number else 0o644))
        command = f"umask {umask} && TZ={zone} {sys.executable} -m build --no-isolation --outdir {out} {source}"
        subprocess.run(["bash", "-c", command], check=True, capture_output=True)
        folders.append(out)
    return folders


@pytest.mark.slow
def test_archives_are_the_same_whoever_builds_them(built):
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in built)
    assert sorted(path.rpartition(".")[2] for path in first) == ["gz", "whl"]
    assert first.keys() == second.keys()
    for name, content in first.items():
        assert content == second[name], name


@pytest.mark.slow
def test_archives_are_whole(built):
    subprocess.run([sys.executable, "-m", "twine", "check", "--strict", *built[0].iterdir()], check=True)
    (sdist,), (wheel,) = built[0].glob("*.tar.gz"), built[0].glob("*.whl")
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
        assert all(entry.isfile() or entry.isdir() for entry in archive.getmembers())
    wanted = {
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "Makefile",
        "docs/threat-model.md",
        ".ci/run",
        "mkdocs.yml",
    }
    for folder in ("tests", "pa3d", "pipelines", "examples"):
        wanted |= {
            str(p.relative_to(ROOT)) for p in (ROOT / folder).rglob("*.py") if "__pycache__" not in p.parts
        }
    wanted |= {str(p.relative_to(ROOT)) for p in (ROOT / "tests" / "archives").iterdir()}
    assert not wanted - held
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {"pa3d/weights/pa3d-base.safetensors", "pa3d/assets/viewer/page.js"} <= set(names)
    assert not any(name.startswith(("tests", "pipelines", "docs")) for name in names)
