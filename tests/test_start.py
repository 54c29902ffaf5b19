"""How a command starts: with little, and without that anybody notices."""

import subprocess
import sys

from tests.repositories import write

CHECK = """
import sys
from vankien.__main__ import main
sys.argv = ["vankien", "--root", {root!r}, "check"]
code = main()
loaded = {{"ast", "dis"}} & sys.modules.keys()
import inspect
print(code, sorted(loaded), inspect.signature(main), "ast" in sys.modules)
"""


def test_inspect_is_loaded_when_it_is_used_and_not_before(tmp_path):
    root = str(write(tmp_path))
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", CHECK.format(root=root)], capture_output=True, text=True)
        assert done.stdout.splitlines()[-1:] == ["0 [] () -> int True"], done.stderr


def test_the_command_is_the_module(tmp_path):
    root = str(write(tmp_path))
    done = [
        subprocess.run([sys.executable, "-m", "vankien", *arguments], capture_output=True, text=True)
        for arguments in (["check", "--root", root], ["--root", root, "check"])
    ]
    assert [one.returncode for one in done] == [0, 0]
    assert done[0].stdout == done[1].stdout != ""
