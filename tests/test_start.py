"""How a command starts: with little, and without that anybody notices."""

import subprocess
import sys

from tests.repositories import write

CHECK = """
import sys
from vankien.__main__ import main
sys.argv = ["vankien", "--root", {root!r}, "check"]
code = main()
loaded = {{"_bz2", "_lzma", "_hashlib", "vankien.cli.outputs"}} & sys.modules.keys()
if sys.version_info < (3, 13):  # from there on `dataclasses` needs `inspect` for each class with slots
    loaded |= {{"ast", "dis"}} & sys.modules.keys()
import bz2, inspect, ipaddress, lzma
print(code, sorted(loaded), inspect.signature(main), "ast" in sys.modules)
print(ipaddress.ip_address("::1"), bz2.decompress(bz2.compress(b"a")), lzma.decompress(lzma.compress(b"b")))
"""


def test_what_hardly_any_command_needs_is_loaded_when_it_is_used_and_not_before(tmp_path):
    root = str(write(tmp_path))
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", CHECK.format(root=root)], capture_output=True, text=True)
        assert done.stdout.splitlines()[-2:] == ["0 [] () -> int True", "::1 b'a' b'b'"], done.stderr


def test_the_command_is_the_module(tmp_path):
    root = str(write(tmp_path))
    done = [
        subprocess.run([sys.executable, "-m", "vankien", *arguments], capture_output=True, text=True)
        for arguments in (["check", "--root", root], ["--root", root, "check"])
    ]
    assert [one.returncode for one in done] == [0, 0]
    assert done[0].stdout == done[1].stdout != ""
