#!/usr/bin/env python3
"""Sets up `.venv` on first use, then runs vankien in it; everything else is vankien's own business."""

# Only what Python 3.6 can parse may stand here, so that an old Python gets a sentence and no traceback.
import hashlib
import os
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "vankien-setup")
LOCALE = os.path.join(ROOT, "vankien", "locale")
WINDOWS = os.name == "nt"
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if WINDOWS else os.path.join(VENV, "bin", "python")
RUNTIME_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"
OPERATOR_FAULT = 2
INTERRUPTED = 130


class SetupError(Exception):
    """Why the set-up cannot go on, as a sentence for the person at the keyboard."""


def main(arguments):
    """Runs `build.py ARGUMENTS` and returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if sys.version_info[:2] < OLDEST:
        print(
            "vankien cần Python 3.11 trở lên; máy đang chạy Python {0}.\n"
            "vankien needs Python 3.11 or newer; this is Python {0}.".format(".".join(map(str, sys.version_info[:3]))),
            file=sys.stderr,
        )
        return OPERATOR_FAULT
    testing = arguments[:1] == ["test"]
    try:
        if not wanted(testing) <= done():
            set_up(testing)
    except KeyboardInterrupt:
        print(say("Đã dừng; lần chạy sau sẽ làm tiếp.", "Stopped; the next run takes it up again."), file=sys.stderr)
        return INTERRUPTED
    except SetupError as error:
        print(error, file=sys.stderr)
        return OPERATOR_FAULT
    except OSError as error:
        print(say("Không chuẩn bị được .venv: {}", "Cannot set up .venv: {}").format(error), file=sys.stderr)
        return OPERATOR_FAULT
    if testing:
        os.chdir(ROOT)
        return run(["-m", "pytest", *(arguments[1:] or ["--numprocesses=auto"])])
    return run(["-P", "-m", "vankien", *arguments])


def run(arguments):
    """Hands over to the environment's Python; on Windows, where that is not possible, waits for it."""
    command = [PYTHON, "-X", "utf8", *arguments]
    if not WINDOWS:
        sys.stdout.flush()
        os.execv(PYTHON, command)
    import subprocess

    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the console sends it to the child as well, which ends in its own way
            continue


def say(vietnamese, english):
    """The sentence in the language that `--lang` asks for."""
    return english if "--lang en" in " ".join(sys.argv[1:]).replace("=", " ") else vietnamese


def wanted(testing):
    """Lines that the stamp of a finished set-up holds."""
    lines = {
        " ".join(["python", sys.implementation.cache_tag, sys.platform]),
        locked(RUNTIME_LOCK),
        "catalogues " + digest(catalogues()),
    }
    return lines | {locked(TEST_LOCK)} if testing else lines


def done():
    """Lines of the stamp; none while a set-up is unfinished, or where its Python has gone."""
    if not os.path.exists(PYTHON):
        return set()
    try:
        with open(STAMP, encoding="utf-8") as stream:
            lines = set(stream.read().splitlines())
    except FileNotFoundError:
        return set()
    return lines if compiled() else {line for line in lines if not line.startswith("catalogues ")}


def compiled():
    """Whether each translation stands compiled beside its source; an older one would not be used."""
    for source in catalogues():
        target = source[: -len(".po")] + ".mo"
        if not os.path.exists(target) or os.path.getmtime(target) < os.path.getmtime(source):
            return False
    return True


def locked(name):
    """The stamp's line for a lock."""
    return name + " " + digest([os.path.join(ROOT, name)])


def catalogues():
    """Paths of the translations."""
    import glob

    return sorted(glob.glob(os.path.join(glob.escape(LOCALE), "*", "LC_MESSAGES", "*.po")))


def digest(paths):
    """SHA-256 of the files one after the other."""
    total = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as stream:
            total.update(stream.read())
    return total.hexdigest()


def set_up(testing):
    """Makes, repairs or completes `.venv`, one process at a time.

    The stamp is emptied before anything changes and written last. An environment whose stamp does not
    hold what is wanted is made anew: half an installation looks whole to pip.
    """
    with Turn():
        lines, have = wanted(testing), done()
        if lines <= have:
            return
        base = {line for line in lines if line.startswith(("python ", RUNTIME_LOCK))}
        other_tests = {line for line in have - lines if line.startswith(TEST_LOCK)}
        if not base <= have or (testing and other_tests):
            make()
            install(RUNTIME_LOCK)
            have = base
        write_stamp("")
        if testing and locked(TEST_LOCK) not in have:
            install(TEST_LOCK)
        compile_catalogues()
        write_stamp("\n".join(sorted(lines | {line for line in have if line.startswith(TEST_LOCK)})) + "\n")


def make():
    """Makes an empty environment in the place of whatever an earlier set-up left."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise SetupError(
            say(
                "Python này thiếu mô-đun venv. Trên Debian và Ubuntu, hãy cài rồi chạy lại:\n"
                "  sudo apt install python3-venv",
                "This Python lacks the venv module. On Debian and Ubuntu, install it and run again:\n"
                "  sudo apt install python3-venv",
            )
        ) from None
    import shutil
    import subprocess

    if os.path.isdir(VENV) and os.listdir(VENV) and not os.path.exists(STAMP):
        raise SetupError(
            say(
                "Thư mục .venv không do build.py tạo ra. Hãy đổi tên hoặc chuyển nó đi nơi khác, rồi chạy lại.",
                "The folder .venv was not made by build.py. Rename it or move it away, then run again.",
            )
        )
    print(say("Lần chạy đầu: đang tạo .venv …", "First run: making .venv …"), flush=True)
    if os.path.isdir(VENV):
        write_stamp("")
        for name in os.listdir(VENV):
            path = os.path.join(VENV, name)
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            elif path != STAMP:
                os.remove(path)
    os.makedirs(VENV, exist_ok=True)
    write_stamp("")
    result = subprocess.run(
        [getattr(sys, "_base_executable", sys.executable), "-m", "venv", VENV],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if result.returncode:
        raise SetupError(
            say("Không tạo được .venv. Python báo:\n{}", "Cannot make .venv. Python says:\n{}").format(
                result.stdout.decode(errors="replace").strip()
            )
        )
    link_checkout()


def link_checkout():
    """Lets the environment import this checkout, by a relative path so that the folder may move."""
    packages = os.path.join(
        VENV, *(["Lib"] if WINDOWS else ["lib", "python{}.{}".format(*sys.version_info[:2])]), "site-packages"
    )
    with open(os.path.join(packages, "vankien-checkout.pth"), "w", encoding="utf-8") as stream:
        stream.write(os.path.relpath(ROOT, packages) + "\n")


def install(lock):
    """Installs a lock with the environment's pip under the user's own pip configuration, showing progress."""
    import subprocess

    with open(os.path.join(ROOT, lock), encoding="utf-8") as stream:
        total = len({line.split("==")[0] for line in stream if "==" in line and line[0].isalnum()})
    environment = dict(os.environ, PIP_USER="0", PYTHONUNBUFFERED="1", PYTHONIOENCODING="utf-8")
    environment.pop("PYTHONPATH", None)
    process = subprocess.Popen(
        [
            PYTHON,
            *["-m", "pip", "--disable-pip-version-check", "install", "--no-input", "--progress-bar=off"],
            *["--require-hashes", "--requirement", os.path.join(ROOT, lock)],
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
    )
    said, progress = [], Progress(total)
    for raw in process.stdout:
        line = raw.decode("utf-8", errors="replace").rstrip()
        said.append(line)
        if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied: ")):
            progress.advance()
        elif line.startswith("Installing collected packages"):
            progress.finish()
            print(say("Đang chép các gói vào .venv …", "Copying the packages into .venv …"), flush=True)
    if process.wait():
        progress.end()
        raise SetupError(
            say(
                "Không cài được các gói cần thiết. Hãy kiểm tra mạng và cấu hình pip của máy rồi chạy lại lệnh này.\n"
                'Máy không có mạng: xem mục "Cài đặt" trong README.vi.md. pip báo:\n{}',
                "The packages could not be installed. Check the network and the pip configuration, then run again.\n"
                'For a machine without a network see "Installing" in README.md. pip says:\n{}',
            ).format("\n".join("  " + line for line in said[-12:]))
        )


def compile_catalogues():
    """Compiles the translations that the command line speaks with."""
    import subprocess

    for path in catalogues():
        result = subprocess.run(
            [
                PYTHON,
                *["-m", "babel.messages.frontend", "compile", "--input-file", path],
                *["--output-file", path[: -len(".po")] + ".mo", "--locale", path.split(os.sep)[-3]],
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if result.returncode:
            raise SetupError(
                say("Không biên dịch được {}:\n{}", "Cannot compile {}:\n{}").format(
                    os.path.relpath(path, ROOT), result.stdout.decode(errors="replace").strip()
                )
            )


def write_stamp(text):
    """Replaces the stamp in one step."""
    aside = STAMP + ".new"
    with open(aside, "w", encoding="utf-8") as stream:
        stream.write(text)
    os.replace(aside, STAMP)


class Progress:
    """Counts packages: one moving bar on a terminal, a line every ten elsewhere."""

    def __init__(self, total):
        self.total, self.count, self.open = max(total, 1), 0, False
        self.terminal = sys.stdout.isatty()

    def advance(self):
        """One package more."""
        self.count = min(self.count + 1, self.total)
        if self.terminal:
            filled = 30 * self.count // self.total
            print("\r[{}{}] {}".format("#" * filled, "." * (30 - filled), self._text()), end="", flush=True)
            self.open = True
        elif self.count % 10 == 0:
            print(self._text(), flush=True)

    def finish(self):
        """All packages are here; those that this machine does not need were never counted."""
        self.total = self.count
        if self.terminal:
            self.count -= 1
            self.advance()
        elif self.count % 10:
            print(self._text(), flush=True)
        self.end()

    def end(self):
        """Leaves the line of the bar."""
        if self.open:
            print(flush=True)
            self.open = False

    def _text(self):
        return say("Tải gói {}/{}", "Package {}/{}").format(self.count, self.total)


class Turn:
    """Holds the one lock of the set-up; the system takes it back from a process that dies."""

    def __enter__(self):
        """Waits for the lock, saying so once."""
        self.stream = open(os.path.join(ROOT, ".venv.lock"), "a+")
        if not self._taken(wait=False):
            print(
                say("Một lần chạy khác đang chuẩn bị .venv; đang chờ …", "Another run is setting up .venv; waiting …"),
                flush=True,
            )
            while not self._taken(wait=True):
                pass
        return self

    def __exit__(self, *error):
        """Gives the lock back."""
        if WINDOWS:
            import msvcrt

            self.stream.seek(0)
            msvcrt.locking(self.stream.fileno(), msvcrt.LK_UNLCK, 1)
        self.stream.close()

    def _taken(self, wait):
        try:
            if WINDOWS:
                import msvcrt

                self.stream.seek(0)
                msvcrt.locking(self.stream.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self.stream, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        except OSError:
            if WINDOWS:  # LK_LOCK gives up after ten seconds
                return False
            raise
        return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
