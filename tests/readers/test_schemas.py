"""The schemas say of a file what the readers say: editors show it while the file is typed."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from vankien.readers.project import read
from vankien.readers.schemas import FORMATS, schema, schemas
from vankien.render.scaffold import new_repository

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
REGISTERS = ("cycle", "indicators", "themes", "documents", "unit")
FRONT = re.compile(r"---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)


class Core(SafeConstructor):
    """YAML as editors read it: a day is text."""


Core.add_constructor("tag:yaml.org,2002:timestamp", lambda constructor, node: node.value)


def value(text: str) -> object:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = Core
    return yaml.load(text)


def samples() -> list[tuple[str, Path]]:
    found = []
    for root in (ROOT, ROOT / "examples/tay-ninh", ROOT / "templates/repository/new"):
        found += [(name, path) for name in REGISTERS[:4] if (path := root / f"content/{name}.yml").exists()]
        found += [("unit", path) for path in root.glob("units/*/unit.yml")]
        found += [("outline", path) for path in root.glob("content/outlines/*.md")]
        for path in root.glob("units/*/*/*.md"):
            found.append(("comment" if path.parent.name == "comments" else "section", path))
    return found


def test_the_committed_schemas_are_those_of_the_readers():
    folder = ROOT / "templates/schemas"
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == schemas(), "run `schemas --write`"


@pytest.mark.parametrize("name", FORMATS)
def test_a_schema_is_a_schema_and_describes_every_key(name):
    jsonschema.Draft7Validator.check_schema(schema(name))

    def bare(part: dict, where: str):
        for key, below in part.get("properties", {}).items():
            if not below.get("description"):
                yield f"{where}.{key}"
            yield from bare(below.get("items", below), f"{where}.{key}")
        if isinstance(part.get("additionalProperties"), dict):
            yield from bare(part["additionalProperties"], f"{where}.*")

    assert not list(bare(schema(name), name))


def test_of_the_samples_only_those_are_rejected_that_the_readers_find_fault_with():
    found = samples()
    assert {name for name, _ in found} == set(FORMATS) and len(found) > 100
    validators = {name: jsonschema.Draft7Validator(schema(name)) for name in FORMATS}
    wrong = set()
    for name, path in found:
        text = path.read_text("utf-8")
        front = FRONT.match(text)[1] if path.suffix == ".md" else text
        if not validators[name].is_valid(value(front)):
            wrong.add(path)
    roots = (ROOT, ROOT / "examples/tay-ninh")
    told = {
        root / fault.finding.span.path
        for root in roots
        for fault in read(root).faults
        if fault.code in ("F101", "F102", "F104")
    }
    assert wrong == told


def test_every_yaml_sample_names_its_schema():
    for name, path in samples():
        if path.suffix == ".yml":
            target = REFERENCE.match(path.read_text("utf-8"))
            assert target and target[1].endswith(f"/{name}.json"), path
            if "repository" not in path.parts:
                assert (path.parent / target[1]).resolve().is_file(), path


def test_a_new_repository_carries_the_schemas_that_its_files_name(tmp_path):
    made = [path for path in new_repository(tmp_path / "kho") if path.suffix == ".yml" and path.name != "mkdocs.yml"]
    for path in made:
        target = path.parent / REFERENCE.match(path.read_text("utf-8"))[1]
        assert json.loads(target.read_text("utf-8")) == schema(target.stem)


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("cycle", "root: khoi\n", ""),
        ("cycle", "name: K\nroot: khoi\ntodya: 2023-05-12\n", ""),
        ("cycle", "name: K\nroot: khoi\ntoday: 12/5/2023\n", "today"),
        ("cycle", "name: K\nroot: khoi\nrules: {T201: never}\n", "rules.T201"),
        ("cycle", "name: K\nroot: khoi\nlevels: {a: {milestones: {nop: {title: Nộp}}}}\n", "levels.a.milestones.nop"),
        ("cycle", "name: K\nroot: khoi\nlevels: {a: {period: {from: 20, to: 2022-07}}}\n", "levels.a.period.from"),
        ("cycle", "name: K\nroot: khoi\ndraft: hai\n", "draft"),
        ("indicators", "ket-nap: {unit: người}\n", "ket-nap"),
        ("indicators", "ket-nap: {title: Kết nạp, aggregate: total}\n", "ket-nap.aggregate"),
        ("indicators", "ket-nap: {title: Kết nạp, exceedable: maybe}\n", "ket-nap.exceedable"),
        ("themes", "cai-cach: {kind: Đột phá}\n", "cai-cach"),
        ("documents", "kl-21: {number: 21-KL/TW, day: 2021-10-25}\n", "kl-21"),
        ("documents", "kl-21: {number: [21]}\n", "kl-21.number"),
        ("unit", "name: Phòng A\n", ""),
        ("unit", "name: Phòng A\nlevel: co-so\nform: to-dang\n", "form"),
        ("unit", "name: Phòng A\nlevel: co-so\nissues: {so-ket: {number: năm}}\n", "issues.so-ket.number"),
        ("outline", "title: Báo cáo\n", ""),
        ("outline", "title: B\nnumbering: ['{n}']\nappendices: [{id: a, title: b, kind: bảng}]\n", "appendices.0.kind"),
        ("section", "status: done\n", "status"),
        ("section", "themes: {a: b}\n", "themes"),
        ("section", "indicators: {ket-nap: {actuel: 64}}\n", "indicators.ket-nap"),
        ("section", "indicators: {ket-nap: {as_of: hôm nay}}\n", "indicators.ket-nap.as_of"),
        ("section", "excuse: [{rule: N101}]\n", "excuse.0"),
        ("comment", "report: so-ket\n", ""),
        ("comment", "report: so-ket\norganisation: A\nproposal: thêm\n", "proposal"),
        ("comment", "report: so-ket\norganisation: A\nanswer: {disposition: xong}\n", "answer.disposition"),
        ("comment", "report: so-ket\norganisation: A\npresent: nhiều\n", "present"),
    ],
)  # fmt: skip
def test_what_the_readers_report_is_rejected_at_its_place(name, text, place):
    errors = list(jsonschema.Draft7Validator(schema(name)).iter_errors(value(text)))
    assert [".".join(map(str, error.path)) for error in errors] == [place]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cycle", "name: 2023\nroot: khoi\nother: {a: 1}\nlevels:\n"),
        ("unit", "name: A\nlevel: 1\nstanding_committee: có\nrecipients: Lưu\nissues:\n"),
        ("section", "indicators: {ket-nap: {actual: '94,38%', years: {2022: 12}, parts: {nu: 3}}}\nthemes: cai-cach\n"),
        ("section", ""),
        ("themes", ""),
        ("comment", "report: so-ket\norganisation: 12\nreceived: 2023-05-02\nanswer: {date: 2023-05-08}\n"),
    ],
)
def test_what_the_readers_accept_is_accepted(name, text):
    assert not list(jsonschema.Draft7Validator(schema(name)).iter_errors(value(text)))
