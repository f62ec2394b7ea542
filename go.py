"""Everything from one command, on a machine that has only Python 3.11 or newer.

    python3 go.py demo     writes the example project and runs the whole journey on it   (Windows: py go.py demo)
    python3 go.py test     runs the tests                                                (Windows: py go.py test)
    python3 go.py setup    only makes .venv ready for work

It makes `.venv` beside this file and puts into it what is needed, with uv where that can be had and with pip where
not. The second time it starts at once. Words after the command are passed on, as in `go.py test -k reading`.
"""

import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
PROGRAMS = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(PROGRAMS, "python.exe" if os.name == "nt" else "python")
VERSION = ".".join(map(str, sys.version_info[:2]))
NEEDS = {"demo": "run", "test": "work", "setup": "work"}
"""What a command needs: to `run` pmxl takes little, to `work` on it takes the tools as well."""


def main(words):
    """Make ready what the command needs, run it, and give its exit code."""
    if not words or words[0] not in NEEDS:
        print(__doc__)
        return 0 if not words or words[0] in ("-h", "--help") else 2
    if sys.version_info < (3, 11):  # noqa: UP036  Whoever has an older one must be told so.
        return fail(f"pmxl needs Python 3.11 or newer; this is {VERSION}. Start go.py with a newer one.")
    command, rest = words[0], words[1:]
    if not is_ready(NEEDS[command]):
        trouble = make_ready(NEEDS[command])
        if trouble:
            return fail(trouble)
    if command == "setup":
        return 0
    module = ["pmxl", "demo"] if command == "demo" else ["pytest"]
    return subprocess.call([PYTHON, "-m", *module, *rest], cwd=ROOT if command == "test" else None)


def is_ready(need):
    """True where an earlier call made everything ready for this very project in this very place."""
    return os.path.exists(PYTHON) and any(read(stamp(n)) == fingerprint() for n in {need, "work"})


def make_ready(need):
    """Make `.venv` and fill it; gives one line where that is not possible, else nothing."""
    say("Making .venv ready; this takes a minute, once.")
    trouble = None if os.path.exists(PYTHON) else make_venv()
    if trouble:
        return trouble
    if not (install_with_uv(need) or install_with_pip(need)):
        return "The packages could not be installed; what uv and pip say about it stands above."
    with open(stamp(need), "w", encoding="utf-8") as file:
        file.write(fingerprint())
    return None


def make_venv():
    """Make an empty `.venv`; gives one line where that is not possible, else nothing."""
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        import ensurepip  # noqa: F401  Debian and Ubuntu keep it, and so venv, in a package of its own.
    except ImportError:
        uv = shutil.which("uv")
        if uv and run([uv, "venv", "--quiet", "--seed", "--python", sys.executable, VENV]):
            return None
        return f"This Python has no venv. On Debian or Ubuntu: sudo apt install python{VERSION}-venv; then try again."
    return None if run([sys.executable, "-m", "venv", VENV]) else "The folder .venv could not be made."


def install_with_uv(need):
    """Install as uv resolves it, which is many times faster than pip; false where there is no uv to be had."""
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"]
    uv = shutil.which("uv") or shutil.which("uv", path=PROGRAMS)
    if not uv and run(pip, quiet=True):
        uv = shutil.which("uv", path=PROGRAMS)
    only = ["--no-dev"] if need == "run" else []
    # Without --inexact uv would take itself out again.
    return bool(uv) and run([uv, "sync", "--quiet", "--inexact", *only], UV_PROJECT_ENVIRONMENT=VENV)


def install_with_pip(need):
    """Install with pip, for places that uv cannot reach or run in."""
    import tomllib

    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        tools = tomllib.load(file)["dependency-groups"]["dev"] if need == "work" else []
    say("uv is not to be had here; going on with pip.")
    return run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", ROOT, *tools])


def run(words, quiet=False, **environment):
    """Run a program in the project's folder; true where it went well."""
    silence = subprocess.DEVNULL if quiet else None
    env = {**os.environ, **environment}
    env.pop("VIRTUAL_ENV", None)
    try:
        return subprocess.call(words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=silence, stderr=silence) == 0
    except OSError:
        return False


def stamp(need):
    """The file that says for what `.venv` was made ready."""
    return os.path.join(VENV, f"ready-to-{need}.txt")


def fingerprint():
    """What `.venv` must be made anew for: another place, another Python, other requirements."""
    from hashlib import sha256

    content = read(os.path.join(ROOT, "pyproject.toml"))
    return sha256("\n".join([ROOT, sys.version, content]).encode("utf-8")).hexdigest()


def read(path):
    """The text of a file; nothing where there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def say(text):
    """A line for whoever waits."""
    print(text, file=sys.stderr, flush=True)


def fail(text):
    """Say what is the matter; gives the exit code for it."""
    say(text)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
