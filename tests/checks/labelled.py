"""The labelled claims in `figures/`: short texts with at most one wrong figure each, and what it should be.

A claim is a paragraph or a table. Its last line says `= đúng`, or `= ` and the computed value; the wrong figure
stands in double square brackets. Lines before the text give what it is held against:

    @ ket-nap: {actual: 64, as_of: 2023-04-30}     the unit's own value of an indicator
    > ktgs: …                                       what another report of the unit says
    ^ so-ket: …                                     what a report of the unit above says

`tuned/` was looked at while the rules were written, `held-out/` was not, until its one false finding was mended.
`second/` was written later, in wordings that neither of them has, and was complete when it was first run: no rule was
changed for what it showed. What changed were labels: five computed values as they are printed (`91,36%`), and one claim
in which either of two figures may be the wrong one. The last two wrong and the last three right claims, about brackets,
came with the rule that mended the false finding; `traps.md` was written after it, and first run when it was complete.
"""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.repositories import write
from vankien.checks import RULES, run
from vankien.model.project import Project
from vankien.model.section import Section
from vankien.readers.disk import Text
from vankien.readers.project import read
from vankien.readers.section import read_section

FOLDER = Path(__file__).parent / "figures"
PARTS = ("tuned", "held-out", "second")
RIGHT = "đúng"
MARK = re.compile(r"\[\[(.*?)\]\]")
OUTLINE = "---\ntitle: Báo cáo\ntype: BC\n---\n# Kết quả {#ket-qua}\n"
REPOSITORY = {
    "content/cycle.yml": "name: Kỳ thử\nroot: khoi\ntoday: 2023-05-12\nreports: {so-ket: A, ktgs: B, bao-cao: C}\n"
    "levels: {khoi: {name: Khối}, co-so: {name: Cơ sở}}\n",
    "content/outlines/bao-cao.md": OUTLINE,
    "content/outlines/so-ket.md": OUTLINE,
    "content/outlines/ktgs.md": OUTLINE,
    "content/themes.yml": None,
    "content/indicators.yml": """\
ket-nap-dang-vien:
  title: Kết nạp đảng viên mới
  unit: đảng viên
  measure: number
  over: year
  heading: bao-cao/ket-qua
  aliases: [kết nạp đảng viên, phát triển đảng viên mới]
dang-vien-hoc-tap:
  title: Đảng viên được học tập, quán triệt nghị quyết
  unit: "%"
  measure: percentage
  heading: bao-cao/ket-qua
  aliases: [đảng viên học tập nghị quyết]
mo-hinh-bac:
  title: Mô hình học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh
  unit: mô hình
  measure: number
  heading: bao-cao/ket-qua
  aliases: [mô hình học tập và làm theo Bác]
hai-long:
  title: Tỷ lệ hài lòng của người dân
  unit: "%"
  measure: percentage
  heading: bao-cao/ket-qua
  aliases: [tỷ lệ hài lòng]
""",
    "units/phong-a/unit.yml": None,
    "units/phong-a/bao-cao/thuan-loi.md": None,
    "units/khoi/unit.yml": "name: Đảng bộ Khối\nlevel: khoi\n",
    "units/so-y-te/unit.yml": "name: Đảng bộ Sở Y tế\nlevel: co-so\nparent: khoi\n",
}
RULES_N = tuple(rule for rule in RULES if rule.code.startswith("N"))


@dataclass(frozen=True, slots=True)
class Claim:
    """One labelled text."""

    part: str
    topic: str
    text: str
    place: tuple[int, int] | None
    """Offsets of the wrong figure; none where all is right."""
    computed: str
    """What it should be."""
    observations: tuple[str, ...]
    others: tuple[tuple[str, str, str], ...]
    """Unit, report and text of what else is told."""


@dataclass(frozen=True, slots=True)
class Score:
    """How the rules did on some claims."""

    right: int
    """Claims without a wrong figure."""
    wrong: int
    """Claims with one."""
    found: int
    """Wrong figures found, at their place and with their value."""
    false: int
    """Findings that are none of those."""

    @property
    def precision(self) -> float:
        """The share of the findings that are true."""
        return self.found / (self.found + self.false) if self.found + self.false else 1.0

    @property
    def recall(self) -> float:
        """The share of the wrong figures that are found."""
        return self.found / self.wrong if self.wrong else 1.0


def labelled(part: str) -> Iterator[Claim]:
    """The claims of one part."""
    for path in sorted((FOLDER / part).glob("*.md")):
        for entry in path.read_text("utf-8").strip().split("\n\n"):
            body, computed = entry.rsplit("\n= ", 1)
            lines = body.split("\n")
            heads = [line for line in lines if line[:2] in ("@ ", "> ", "^ ")]
            text = "\n".join(line for line in lines if line not in heads)
            mark = MARK.search(text)
            yield Claim(
                part,
                path.stem,
                MARK.sub(r"\1", text),
                (mark.start(), mark.start() + len(mark[1])) if mark else None,
                computed.strip(),
                tuple(line[2:] for line in heads if line[0] == "@"),
                tuple(
                    ("so-y-te" if line[0] == ">" else "khoi", *line[2:].split(": ", 1))
                    for line in heads
                    if line[0] != "@"
                ),
            )


def repository() -> Project:
    """The project that the claims are put into."""
    with tempfile.TemporaryDirectory() as folder:
        return read(write(Path(folder), REPOSITORY))


def findings(claim: Claim, project: Project) -> dict[tuple[int, int], str]:
    """Offsets of what the rules find in the text of a claim, with the computed values."""
    front = "".join(f"  {line}\n" for line in claim.observations)
    front = f"indicators:\n{front}" if front else ""
    main = _section("so-y-te", "bao-cao", f"---\nstatus: draft\n{front}---\n{claim.text}\n")
    sections = [
        main,
        *(_section(unit, report, f"---\nstatus: draft\n---\n{text}\n") for unit, report, text in claim.others),
    ]
    whole = replace(project, sections={(one.unit, one.report, one.heading): one for one in sections})
    found = {}
    starts = [0]
    for line in main.body.text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for one in run(whole, RULES_N):
        if one.span.path != main.path:
            found[-1, -1] = one.code
            continue
        start = starts[one.span.line - main.body.line] + one.span.column - 1
        end = starts[one.span.end_line - main.body.line] + one.span.end_column - 1
        values = one.message.values
        found[start, end] = str(values.get("computed", values.get("elsewhere", "")))
    return found


def score(claims: list[Claim], project: Project) -> Score:
    """How the rules do on these claims."""
    true = false = 0
    for claim in claims:
        found = findings(claim, project)
        hit = claim.place is not None and found.get(claim.place) == claim.computed
        true += hit
        false += len(found) - hit
    wrong = sum(claim.place is not None for claim in claims)
    return Score(len(claims) - wrong, wrong, true, false)


def _section(unit: str, report: str, content: str) -> Section:
    path = f"units/{unit}/{report}/ket-qua.md"
    return read_section(Text(path, content), unit, report, "ket-qua")[0]
