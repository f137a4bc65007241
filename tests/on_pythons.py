"""The oldest and the newest Python that the README names: `make test-pythons`.

Each gets an environment of its own with what Doorstep needs and nothing that only the tests need. In it every module is
imported, and a home is made, backed up, restored and examined.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from tests.runtime.processes import run

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / ".pythons"
REQUIREMENTS = ROOT / "requirements.txt"
NAMED = re.compile(r"Python (3\.\d+) to (3\.\d+)")
PLACES = ("/usr/bin", "/usr/local/bin", *map(str, Path.home().glob(".pyenv/versions/*/bin")))
Version = tuple[int, ...]
NOT_FOR_IMPORT = ("doorstep.config.wsgi", "doorstep.runtime.__main__")  # the one asks a database, the other runs


def main() -> int:
    named = NAMED.search((ROOT / "README.md").read_text())
    assert named is not None, "The README names no Pythons."
    oldest, newest = (installed(version) for version in named.groups())
    for version, python in (min(oldest.items()), max(newest.items())):
        print(f"On Python {'.'.join(map(str, version))} …", flush=True)
        subprocess.run([environment_of(python, version), "-m", "tests.on_pythons", "here"], cwd=ROOT, check=True)
    return 0


def installed(named: str) -> dict[Version, Path]:
    searched = (*os.environ["PATH"].split(os.pathsep), *PLACES)
    pythons = {Path(place).resolve() / f"python{named}" for place in searched}
    found = {version: python for python in sorted(pythons) if python.exists() and (version := version_of(python))}
    assert found, f"Python {named} is not installed here: install it, or name another one in the README."
    return found


def version_of(python: Path) -> Version | None:
    """None for what only stands in for one that is not there."""
    asked = "import sys; print(*sys.version_info[:3])"
    answer = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False)
    return None if answer.returncode else tuple(map(int, answer.stdout.split()))


def environment_of(python: Path, version: Version) -> Path:
    """Its Python; made again when the requirements changed."""
    state = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    name = ".".join(map(str, version))
    folder = ENVIRONMENTS / f"{name}-{state}"
    if not (folder / "whole").exists():
        for stale in ENVIRONMENTS.glob(f"{name}-*"):
            shutil.rmtree(stale)
        subprocess.run([python, "-m", "venv", "--without-pip", folder], check=True)
        pip = [sys._base_executable, "-m", "pip", "--python", folder / "bin" / "python"]
        subprocess.run([*pip, "install", "-q", "--disable-pip-version-check", "-r", REQUIREMENTS], check=True)
        (folder / "whole").touch()
    return folder / "bin" / "python"


def here() -> int:
    """In such an environment."""
    print(f"  {import_everything()} modules are imported", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        home, back, backup = Path(folder) / "home", Path(folder) / "back", str(Path(folder) / "doorstep.tar.age")
        told = {"DOORSTEP_BACKUP_PASSPHRASE": "the heron stands in the moor"}
        for where, words in (
            (home, ["migrate"]),
            (home, ["backup", backup, "--encrypt"]),
            (back, ["restore", backup]),
            (back, ["doctor"]),
        ):
            done = run(*words, home=where, **told)
            assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
            print(f"  doorstep {words[0]}: done", flush=True)
    return 0


def import_everything() -> int:
    import django

    import doorstep

    os.environ |= {"DJANGO_SETTINGS_MODULE": "doorstep.config.settings", "DATABASE_URL": "postgresql:///none"}
    os.environ |= {"SECRET_KEY": "k7Rw2x" * 10, "BASE_URL": "http://localhost"}
    django.setup()
    names = [module.name for module in walk_packages(doorstep.__path__, "doorstep.")]
    wanted = [name for name in names if ".tests" not in name and name not in NOT_FOR_IMPORT]
    for name in wanted:
        import_module(name)
    return len(wanted)


if __name__ == "__main__":
    sys.exit(here() if sys.argv[1:] == ["here"] else main())
