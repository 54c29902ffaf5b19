"""A synthetic editorial repository of any size, the same for the same seed, for trials and benchmarks."""

import datetime
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from vankien.model.comment import Answer, Comment, Disposition, Proposal
from vankien.model.diagnostic import PipelineError, say
from vankien.model.indicator import Indicator
from vankien.model.outline import Heading
from vankien.model.project import Project
from vankien.model.source import Body, Span
from vankien.model.unit import Unit
from vankien.render import comment_file
from vankien.render.approval import approved
from vankien.rollup.anchor import paragraph_text
from vankien.rollup.consultation import path_of, placed

PACKAGE = Path(__file__).resolve().parent.parent
CONTENT = next(
    (folder for folder in (PACKAGE / "content", PACKAGE.parent / "content") if folder.is_dir()),
    PACKAGE / "content",
)
"""The real outlines and registers: in a wheel inside the package, in a checkout beside it."""

REPORTS = {
    "so-ket": "Ban Tuyên giáo",
    "kiem-diem": "Ban Tổ chức",
    "ktgs": "Cơ quan Ủy ban Kiểm tra",
}
REGISTERS = ("indicators.yml", "themes.yml", "documents.yml")
TODAY = datetime.date(2023, 5, 12)
SMALL = 20
"""Up to so many units stand directly below the root; more make a third level."""

NOTICE = "Kho thử nghiệm: đơn vị, câu chữ và số liệu đều do máy sinh ra."
CYCLE = f"""\
name: Kho thử nghiệm
term: 2020 - 2025
root: khoi
draft: 2
profile: party-2018
today: {TODAY}
notice: "{NOTICE}"
reports:
{{reports}}
levels:
  khoi:
    name: Đảng bộ Khối
    period: {{{{from: 2020, to: 2023-06, estimate: true}}}}
    milestones:
      du-thao: {{{{title: Xong dự thảo các báo cáo, before: 2023-05-25}}}}
      hoi-nghi: {{{{title: Tổ chức hội nghị, before: 2023-06-10}}}}
  co-so:
    name: Cấp cơ sở
    period: {{{{from: 2020, to: 2023-04}}}}
    milestones:
      hoi-nghi: {{{{title: Tổ chức hội nghị, before: 2023-05-20}}}}
  truc-thuoc:
    name: Chi bộ trực thuộc
    period: {{{{from: 2020, to: 2023-04}}}}
    milestones:
      hoi-nghi: {{{{title: Tổ chức hội nghị, before: 2023-05-10}}}}
"""
MKDOCS = "INHERIT: build/mkdocs.yml\nsite_name: Kho thử nghiệm\n"
WELCOME = f"# Giới thiệu\n\n{NOTICE} Kho này để thử tốc độ và bố cục, không phải văn kiện của bất kỳ tổ chức nào.\n"

BODIES = (
    ("Sở", "agency", ("Thủy sản", "Đo đạc", "Hạ tầng", "Dữ liệu", "Lâm nghiệp", "Vận tải", "Thị trường", "Lưu trữ")),
    ("Bệnh viện", "public-service", ("Hòa An", "Phước Lộc", "Bình Minh", "Tân Hải", "Long Thạnh", "Mỹ Thuận")),
    ("Trường", "public-service", ("Sông Xanh", "Ánh Dương", "Cồn Cát", "Hướng Dương", "Gió Biển", "Đất Mới")),
    ("Trung tâm", "public-service", ("Giống cây", "Quan trắc", "Kỹ thuật số", "Nước sạch", "Dịch vụ việc làm")),
    ("Công ty", "enterprise", ("Cảng Hải Lộc", "Gạo Cửu Long", "Điện gió", "Dừa Việt", "Cơ khí Ba Sao", "In Tân Tiến")),
    ("Ngân hàng", "enterprise", ("Bình An", "Phù Sa", "Duyên Hải", "Đồng Tâm")),
)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Thạch", "Kim", "Sơn", "Lâm")
MIDDLE = ("Văn", "Thị", "Minh", "Ngọc", "Quốc", "Thanh", "Hoàng", "Thu")
GIVEN = ("An", "Bình", "Châu", "Dũng", "Giang", "Hạnh", "Khoa", "Liên", "Nam", "Phúc", "Quyên", "Sơn", "Thảo", "Vinh")

WORDS = {
    "when": (
        "Từ đầu nhiệm kỳ đến nay", "Trong hai năm rưỡi qua", "Sáu tháng gần đây", "Năm 2022", "Bốn tháng đầu năm 2023",
        "Sau đại hội", "Từ quý III năm 2021", "Trong thời gian phòng, chống dịch", "Qua hai đợt sinh hoạt chuyên đề",
    ),
    "who": (
        "cấp ủy", "ban chấp hành", "chi ủy", "tập thể lãnh đạo", "các chi bộ", "bộ phận tham mưu", "tổ công tác",
        "đồng chí phụ trách", "cấp ủy cùng ban lãnh đạo đơn vị", "các phòng chuyên môn",
    ),
    "did": (
        "rà soát", "bổ sung", "tổ chức thực hiện", "theo dõi từng tháng", "phân công lại",
        "đưa vào chương trình công tác", "hướng dẫn", "kiểm tra", "tổng kết một bước", "công khai",
        "gắn với kế hoạch chuyên môn", "lấy ý kiến đảng viên về",
    ),
    "what": (
        "quy chế làm việc", "kế hoạch hành động", "việc học tập nghị quyết", "công tác tạo nguồn", "hồ sơ công việc",
        "các thủ tục nội bộ", "việc tiếp nhận phản ánh", "danh mục việc cần làm ngay", "nền nếp sinh hoạt định kỳ",
        "việc phối hợp với địa phương", "đề án vị trí việc làm", "các chỉ tiêu giao cho từng bộ phận",
        "phong trào thi đua",
    ),
    "effect": (
        "nhờ đó thời gian xử lý rút ngắn rõ rệt", "việc chậm hạn giảm so với năm trước", "đảng viên nắm việc sớm hơn",
        "ý kiến góp ý được trả lời trong tuần", "nhiều việc tồn từ nhiệm kỳ trước đã xong", "nền nếp được giữ đều",
        "chất lượng tham mưu được nâng lên", "trách nhiệm của từng người rõ hơn",
        "kết quả bước đầu được quần chúng ghi nhận",
    ),
    "thing": (
        "cuộc họp chuyên đề", "lượt góp ý", "văn bản hướng dẫn", "buổi sinh hoạt", "lượt kiểm tra", "hồ sơ",
        "sáng kiến", "lớp bồi dưỡng", "đợt ra quân", "mô hình", "lượt đối thoại", "báo cáo nhanh",
    ),
    "state": (
        "hoàn thành đúng hạn", "được đánh giá đạt yêu cầu", "đã có kết quả cụ thể", "được áp dụng rộng",
        "xong trước thời hạn", "được lưu đủ hồ sơ", "gắn với trách nhiệm của từng người",
    ),
    "cause": (
        "thiếu người làm chuyên trách", "khối lượng việc dồn vào cuối kỳ", "kinh phí về chậm",
        "quy trình còn qua nhiều khâu", "một số nơi chưa chủ động", "biến động nhân sự",
        "dữ liệu cũ chưa được chuẩn hóa", "ảnh hưởng của dịch bệnh",
    ),
    "next": (
        "giao rõ người, rõ hạn", "giảm một khâu trung gian", "bố trí kinh phí ngay từ đầu năm", "kiểm tra giữa kỳ",
        "đưa vào tiêu chí xếp loại", "làm điểm ở hai nơi rồi mở rộng", "báo cáo kết quả tại phiên họp tháng",
        "cập nhật số liệu hằng tuần",
    ),
}  # fmt: skip

SENTENCES = (
    "{When}, {who} {did} {what}, {effect}.",
    "{When}, {who} {did} {what} và {did} {what}; {effect}.",
    "Có {n} {thing} {state}, bằng {p}% kế hoạch.",
    "So với cùng kỳ, số {thing} tăng {n}; {effect}.",
    "Trong {n} {thing}, có {p}% {state}.",
    "{Who} {did} {what} ở {n} nơi, {effect}.",
    "Việc {did} {what} do {who} phụ trách, {state}.",
    "Mặt còn hạn chế là {cause}, nên {m} {thing} phải lùi sang quý sau.",
    "Nguyên nhân chính là {cause}; {who} đã thống nhất {next}.",
    "Thời gian tới, {who} sẽ {next}, trước hết đối với {what}.",
    "{Who} họp {m} lần để {did} {what}; sau mỗi lần đều {next}.",
    "Qua {m} đợt {did} {what}, {who} nhận thấy {effect}, tuy {cause} vẫn là trở ngại.",
)
OPENERS = (
    "Về {topic}, {who} xác định đây là việc thường xuyên và {did} {what} ngay từ đầu.",
    "Đối với {topic}, {who} đã {did} {what}, {effect}.",
    "{When}, {topic} được {who} {did} cùng với {what}.",
    "Nhìn chung, {topic} có chuyển biến: {effect}.",
)

COMMENTS = (
    "Đề nghị nêu rõ số liệu {n} {thing} là của năm nào.",
    "Đề nghị bổ sung kết quả {what}; hiện dự thảo mới nêu việc {did}.",
    "Nên viết gọn lại, vì {cause} đã nêu ở phần hạn chế.",
    "Đề nghị ghi ai chịu trách nhiệm {next} và hạn hoàn thành.",
    "Chưa thuyết phục: {effect} nhưng không có con số nào để so sánh.",
)
ANSWERS = (
    "Số liệu này do ngành khác quản lý, sẽ nêu trong phụ lục.",
    "Đã {did} {what}, giữ như dự thảo.",
    "Sẽ {next} rồi đưa vào lần dự thảo sau.",
)


def write(target: Path, units: int, seed: int, read: Callable[[Path], Project], comments: int = 0) -> int:
    """Writes a repository of `units` units and three reports, and returns how many section files it has.

    `comments` on the drafts are written as well, a third of them on the first heading of the root, as many would be.

    `read` reads the repository while it has no texts yet, so that each unit writes what its outlines
    ask of it, and once more to bind the approvals to their texts. Raises `PipelineError` where the folder is there
    and not empty.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise PipelineError(
            say("{path} is not an empty folder.", path=str(target)),
            say("Name a folder that does not exist yet."),
        )
    _write_frame(target)
    for id, text in _units(units, seed).items():
        _write(target / "units" / id / "unit.yml", text)
    project = read(target)
    count = 0
    for unit in project.units.values():
        for report in project.outlines:
            for heading, text in _report(project, unit, report, seed).items():
                _write(target / "units" / unit.id / report / f"{heading}.md", text)
                count += 1
    _approve(target, read(target))
    if comments:
        for comment in _comments(read(target), comments, seed):
            _write(target / comment.span.path, comment_file.text(comment))
    return count


def _approve(target: Path, project: Project) -> None:
    """Binds the approvals to the texts, which only what was read can tell."""
    for section in project.sections.values():
        if section.approved_by:
            path = target / section.path
            on = section.updated or project.today
            _write(path, approved(path.read_text(encoding="utf-8"), section, section.approved_by, on))


def _comments(project: Project, count: int, seed: int) -> Iterator[Comment]:
    """Comments by the units on each other's drafts, some of them answered, some in the minority."""
    choice = Random(f"{seed}/comments")
    sections = [section for section in project.sections.values() if section.body.paragraphs]
    crowded = next(section for section in sections if section.unit == project.cycle.root)
    senders = [unit.name for unit in project.units.values()]
    for number in range(1, count + 1):
        section = crowded if number % 3 == 0 else choice.choice(sections)
        body = section.body
        paragraph = choice.randint(1, len(body.paragraphs))
        words = paragraph_text(body, paragraph).split()
        start = choice.randint(0, max(0, len(words) - 8))
        present = choice.randint(8, 90)
        comment = Comment(
            id=f"y-kien-{number:05d}",
            unit=section.unit,
            span=Span(path_of(section.unit, f"y-kien-{number:05d}")),
            body=Body(_sentence(choice, COMMENTS), ""),
            report=section.report,
            heading=section.heading,
            draft=1,
            paragraph=paragraph,
            quote=" ".join(words[start : start + 8]),
            organisation=choice.choice(senders),
            present=present,
            in_favour=choice.randint(present // 4, present),
            proposal=choice.choice(list(Proposal)),
            received=TODAY - datetime.timedelta(choice.randint(3, 12)),
            answer=_answer(choice),
        )
        yield placed(project, comment, body)[0]


def _answer(choice: Random) -> Answer:
    disposition = choice.choice((Disposition.OPEN, *Disposition))
    if disposition is Disposition.OPEN:
        return Answer()
    reason = "" if disposition is Disposition.ACCEPTED else _sentence(choice, ANSWERS)
    return Answer(disposition, "Tổ Biên tập", TODAY - datetime.timedelta(choice.randint(0, 2)), reason)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_frame(target: Path) -> None:
    """Everything but the units: the real outlines and registers, and a cycle of its own."""
    reports = "\n".join(f"  {id}: {preparer}" for id, preparer in REPORTS.items())
    _write(target / "content" / "cycle.yml", CYCLE.format(reports=reports))
    _write(target / "content" / "pages" / "gioi-thieu.md", WELCOME)
    _write(target / "mkdocs.yml", MKDOCS)
    for name in (*REGISTERS, *(f"outlines/{report}.md" for report in REPORTS)):
        copy = target / "content" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CONTENT / name, copy)


def _units(count: int, seed: int) -> dict[str, str]:
    """The text of each `unit.yml` by unit id; beyond `SMALL` units the tree has three levels."""
    middle = count - 1 if count <= SMALL else max(4, round(count**0.5))
    units = {"khoi": _unit(Random(f"{seed}/khoi"), "khoi", "khoi", "", "bloc", "Khối các cơ quan và doanh nghiệp")}
    for number in range(1, count):
        id = f"don-vi-{number:03d}"
        choice = Random(f"{seed}/{id}")
        word, kind, names = choice.choice(BODIES)
        level = "co-so" if number <= middle else "truc-thuoc"
        parent = "khoi" if number <= middle else f"don-vi-{(number - middle - 1) % middle + 1:03d}"
        units[id] = _unit(choice, id, level, parent, kind, f"{word} {choice.choice(names)} {number}")
    return units


def _unit(choice: Random, id: str, level: str, parent: str, kind: str, body: str) -> str:
    large = kind == "bloc" or choice.random() < 0.6
    form = "Đảng bộ" if large else "Chi bộ"
    issuer = "Đảng ủy" if large else "Chi bộ"
    fields = {
        "name": f"{form} {body}",
        "level": level,
        **({"parent": parent} if parent else {}),
        "kind": kind,
        "form": "dang-bo" if large else "chi-bo",
        "sector": body.rsplit(" ", 1)[0],
        "established": f"{choice.randint(1996, 2019)}-{choice.randint(1, 12):02d}-15",
        "overseer": _person(choice),
        "standing_committee": "true" if large and (kind == "bloc" or choice.random() < 0.7) else "false",
        "committee": f"Ban Chấp hành {form} {body}" if large else f"{form} {body}",
        "issuer": f"{issuer} {body}",
        "place": "Tân Phú",
        "symbol": "ĐU" if large else "CB",
    }
    lines = [f"{key}: {_quoted(value)}" for key, value in fields.items()]
    authority = "T/M BAN CHẤP HÀNH" if large else "T/M CHI BỘ"
    lines += ["signatory:", f"  authority: {authority}", "  position: BÍ THƯ", f"  name: {_person(choice)}"]
    lines += ["recipients:", "  - Cấp ủy cấp trên (b/c)", "  - Các chi bộ trực thuộc", "  - Lưu Văn phòng"]
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    """A YAML scalar that reads as this text."""
    return value if value.isascii() and " " not in value else json.dumps(value, ensure_ascii=False)


def _person(choice: Random) -> str:
    return f"{choice.choice(FAMILY)} {choice.choice(MIDDLE)} {choice.choice(GIVEN)}"


def _report(project: Project, unit: Unit, report: str, seed: int) -> dict[str, str]:
    """The section files of one report by heading; a draft lacks some, a report that has not begun has none."""
    choice = Random(f"{seed}/{unit.id}/{report}")
    state = "review" if not unit.parent else choice.choices(("approved", "review", "draft", ""), (15, 30, 52, 3))[0]
    if not state:
        return {}
    outline = project.applied[unit.id, report]
    wanted = [heading for heading in outline.headings if heading.leaf]
    if state == "draft":
        wanted = [heading for heading in wanted if choice.random() < 0.95]
    observed: dict[str, list[Indicator]] = {}
    for indicator in project.indicators.values():
        if indicator.report == report and unit.matches(indicator.applies) and not _rolled_up(project, unit, indicator):
            observed.setdefault(indicator.heading, []).append(indicator)
    approver = _person(choice)
    return {
        heading.id: _section(
            Random(f"{seed}/{unit.id}/{report}/{heading.id}"),
            heading,
            choice.choice(("draft", "review")) if state == "draft" else state,
            approver,
            observed.get(heading.id, []),
            tuple(project.themes),
        )
        for heading in wanted
    }


def _rolled_up(project: Project, unit: Unit, indicator: Indicator) -> bool:
    """Whether a unit's figure is what the units below it amount to, and so none that it gives itself."""
    below = list(project.children(unit.id))
    for child in below:
        if child.matches(indicator.applies):
            return True
        below += project.children(child.id)
    return False


def _section(
    choice: Random,
    heading: Heading,
    status: str,
    approver: str,
    indicators: list[Indicator],
    themes: tuple[str, ...],
) -> str:
    updated = datetime.date(2023, 4, 10) + datetime.timedelta(days=choice.randrange(30))
    front = [f"status: {status}", f"updated: {updated}"]
    if status == "approved":
        front.append(f"approved_by: {approver}")
    if themes and choice.random() < 0.15:
        front.append(f"themes: [{', '.join(choice.sample(themes, min(2, len(themes))))}]")
    shown = None
    if indicators:
        front.append("indicators:")
        for indicator in indicators:
            fields, plain = _observation(choice, indicator)
            front.append(f"  {indicator.id}: {{{fields}, as_of: 2023-04-30, source: Báo cáo thống kê}}")
            shown = indicator if plain else shown
    return "---\n" + "\n".join(front) + "\n---\n" + _body(choice, heading.title, shown)


def _observation(choice: Random, indicator: Indicator) -> tuple[str, bool]:
    """Fields of an observation as YAML, and whether it has a single figure."""
    if indicator.measure in ("ordinal", "qualitative"):
        return f"actual: {_quoted(indicator.target or 'Đạt')}", False
    if indicator.measure == "percentage":
        whole = choice.randint(20, 180)
        return f"numerator: {choice.randint(whole * 7 // 10, whole)}, denominator: {whole}", False
    return f"actual: {choice.randint(1, 9)}", True


def _body(choice: Random, title: str, shown: Indicator | None) -> str:
    """About 1.2 KB of Markdown on a topic."""
    topic = (title[:1].lower() + title[1:]).strip() or "nội dung này"
    opener = _sentence(choice, OPENERS, topic)
    if shown:
        opener += f" Số liệu thống kê của đơn vị: {{{{ {shown.id}.actual }}}} {shown.unit}."
    footnote = choice.random() < 0.2
    paragraphs = [opener + (" " + _sentences(choice, 2) + "[^1]" if footnote else " " + _sentences(choice, 3))]
    kind = choice.random()
    if kind < 0.2:
        items = [_sentences(choice, 1).removesuffix(".") for _ in range(choice.randint(3, 4))]
        paragraphs += ["Kết quả cụ thể:", "\n".join(f"- {item};" for item in items)]
    elif kind < 0.3:
        things = choice.sample(WORDS["thing"], 4)
        rows = [f"| {thing} | {choice.randint(2, 60):02d} | {choice.randint(2, 60):02d} |" for thing in things]
        paragraphs.append("\n".join(["| Nội dung | 2021 | 2022 |", "| --- | ---: | ---: |", *rows]))
    else:
        paragraphs.append(_sentences(choice, choice.randint(2, 3)))
    paragraphs.append(_sentences(choice, choice.randint(1, 3)))
    if footnote:
        paragraphs.append(f"[^1]: Số liệu đến {choice.randint(1, 4)}/2023, theo {choice.choice(WORDS['what'])}.")
    return "\n\n".join(paragraphs) + "\n"


def _sentences(choice: Random, count: int) -> str:
    return " ".join(_sentence(choice, SENTENCES) for _ in range(count))


def _sentence(choice: Random, patterns: tuple[str, ...], topic: str = "") -> str:
    return choice.choice(patterns).format_map(_Slots(choice, topic))


class _Slots(dict):
    """Draws a new word for each slot of a sentence, capitalised where the slot is."""

    def __init__(self, choice: Random, topic: str) -> None:
        super().__init__()
        self.choice, self.topic = choice, topic

    def __missing__(self, slot: str) -> str:
        if slot == "n":
            return f"{self.choice.randint(2, 240):02d}"
        if slot == "m":
            return f"{self.choice.randint(2, 9):02d}"
        if slot == "p":
            return f"{self.choice.randint(520, 1000) / 10:.1f}".removesuffix(".0").replace(".", ",")
        if slot == "topic":
            return self.topic
        word = self.choice.choice(WORDS[slot.lower()])
        return word[:1].upper() + word[1:] if slot[0].isupper() else word
