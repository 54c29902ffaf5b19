"""The `data` command, as people call it."""

import pytest

from tests.repositories import write
from vankien.cli import main

OBSERVED = "---\nstatus: draft\nindicators:\n  ket-nap: {{actual: {value}}}\n---\nx\n"


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ((), {"datapackage.json", "observations.csv", "totals.csv", "vankien.xlsx", "vankien.sqlite"}),
        (("--format", "csv"), {"datapackage.json", "observations.csv", "totals.csv"}),
        (("--format", "xlsx"), {"vankien.xlsx"}),
        (("--format", "sqlite"), {"vankien.sqlite"}),
    ],
)
def test_data_names_the_files_that_it_wrote(tmp_path, capsys, options, names):
    root = write(tmp_path, {"units/phong-a/bao-cao/thuan-loi.md": OBSERVED.format(value=64)})
    assert main(["data", "--root", str(root), *options]) == 0
    told = {line.rpartition("/")[2] for line in capsys.readouterr().out.splitlines()}
    assert names <= told
    assert told == {path.name for path in (root / "build/data").iterdir()}


def test_a_value_that_is_no_number_is_an_error_and_the_data_are_written_all_the_same(tmp_path, capsys):
    root = write(tmp_path, {"units/phong-a/bao-cao/thuan-loi.md": OBSERVED.format(value="nhiều")})
    assert main(["data", "--root", str(root), "--format", "csv"]) == 1
    assert "nhiều" in (root / "build/data/observations.csv").read_text("utf-8")
