"""Rules P105 and P106: texts that were copied, from another unit or from the guidance."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from vankien.model.diagnostic import Finding, Related, say
from vankien.model.project import Project
from vankien.model.regex import regex
from vankien.model.section import Section
from vankien.model.sections import Key
from vankien.model.source import Span
from vankien.rollup.citations import recognise
from vankien.rollup.copies import Earlier, Samples, copies, samples

LEAST_WORDS = 8
"""Shorter sentences of the guidance are turns of phrase that a report may use as well."""

SENTENCE = regex(r"[^\n.!?;:]+(?:[.;:](?=\d)[^\n.!?;:]+)*")
EDGES = ' \t*_-–+•>#`“”"'


def copied_from_unit(project: Project) -> Iterator[Finding]:
    """A text is nearly the same as the text of another unit.

    Why: A report tells what the unit itself did. A text taken over from elsewhere, with other figures, says nothing,
    and its mistakes are copied with it.

    Mend: Write what this unit did. If two units really did a thing together, say so in one sentence.

    Bad:
        units/khoi/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Cấp ủy mời báo cáo viên cấp tỉnh về truyền đạt ngay trong tuần đầu sau khi nhận tài liệu, sau đó từng chi
            bộ chọn hai việc gần nhất với mình để bàn kỹ, ghi thành lời hứa có ngày tháng và treo ở phòng họp; cuối quý
            bí thư đọc lại từng lời hứa trước toàn thể đảng viên, việc nào chưa xong thì người nhận việc nói rõ lý do.
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Cấp ủy mời báo cáo viên cấp tỉnh về truyền đạt ngay trong tuần đầu sau khi nhận tài liệu, sau đó từng chi
            bộ chọn hai việc gần nhất với mình để bàn kỹ, ghi thành lời hứa có ngày tháng và treo ở phòng họp; cuối quý
            bí thư đọc lại từng lời hứa trước toàn thể đảng viên, việc nào chưa xong thì người nhận việc nói rõ lý do.

    Good:
        units/khoi/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Cấp ủy mời báo cáo viên cấp tỉnh về truyền đạt ngay trong tuần đầu sau khi nhận tài liệu, sau đó từng chi
            bộ chọn hai việc gần nhất với mình để bàn kỹ, ghi thành lời hứa có ngày tháng và treo ở phòng họp; cuối quý
            bí thư đọc lại từng lời hứa trước toàn thể đảng viên, việc nào chưa xong thì người nhận việc nói rõ lý do.
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Bệnh viện chia bốn ca trực nên nghị quyết được học hai lần mỗi đợt, ca đêm học vào chiều thứ năm; tài liệu
            in khổ nhỏ để bỏ túi áo, phần liên quan đến y đức được tách riêng và hỏi lại trong buổi giao ban đầu tháng.
    """
    taken = [found for _, found in passages(project)]
    common = tuple(_of_everybody(project))
    memory = project.memory
    # What was compared before is remembered by the hashes of the words, as long as the common wordings are the same.
    earlier = memory.of_unit("", "copies", memory.key("", common), Earlier) if memory else None
    for copy in copies(
        _Texts(project.sections, taken),
        {name: name.partition("/")[0] for found in taken for name in found.names},
        common,
        taken,
        earlier,
    ):
        body, original = (project.sections[_key(name)].body for name in (copy.text, copy.original))
        unit = project.units.get(_key(copy.original)[0])
        name = unit.name if unit else _key(copy.original)[0]
        share = round(copy.share * 100)
        yield Finding(
            body.span(copy.start, copy.end),
            say("{share} percent of this text stands in the text of {unit} as well.", share=share, unit=name)
            if copy.share >= 0.1
            else say("This passage stands word for word in the text of {unit} as well.", unit=name),
            say("Write what this unit did itself."),
            (Related(original.span(copy.original_start, copy.original_end), say("It stands here.")),),
        )


def passages(project: Project) -> Iterator[tuple[str, Samples]]:
    """Of each unit the samples of its texts."""
    return project.of_units("passages", _passages)


def _passages(sections: Iterable[Section]) -> Samples:
    """The samples of the texts of a unit; a text is named by unit, report and heading with slashes between."""
    return samples((f"{section.unit}/{section.report}/{section.heading}", section.body.text) for section in sections)


def _key(name: str) -> Key:
    unit, report, heading = name.split("/")
    return unit, report, heading


class _Texts(Mapping[str, str]):
    """Texts by name, read when they are looked at."""

    def __init__(self, sections: Mapping[Key, Section], taken: Iterable[Samples]) -> None:
        self.sections, self.taken = sections, taken

    def __getitem__(self, name: str) -> str:
        return self.sections[_key(name)].body.text

    def __iter__(self) -> Iterator[str]:
        return (name for found in self.taken for name in found.names)

    def __len__(self) -> int:
        return sum(len(found.names) for found in self.taken)


def _of_everybody(project: Project) -> Iterator[str]:
    """Wordings that every text may use: titles of headings, indicators, themes and documents."""
    for outline in project.outlines.values():
        yield outline.title
        yield from (heading.title for heading in outline.headings)
    yield from (indicator.title for indicator in project.indicators.values())
    yield from (theme.title for theme in project.themes.values())
    yield from (document.title for document in project.documents.values())


def copied_from_guidance(project: Project) -> Iterator[Finding]:
    """A sentence of the guidance was left standing in the text.

    Why: The guidance tells the author what to write; in the report it would be printed as if it were a result.

    Mend: Replace the sentence by what the unit has to report.

    Bad:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            numbering: ["{roman}."]
            ---
            # Học tập nghị quyết {#hoc-tap}
            Nêu rõ số lớp đã mở, số đảng viên dự học và cách học của chi bộ ở xa.
            # Công tác đảng viên {#dang-vien}
            # Bảo hộ lao động {#bao-ho optional}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Nêu rõ số lớp đã mở, số đảng viên dự học và cách học của chi bộ ở xa.

    Good:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            numbering: ["{roman}."]
            ---
            # Học tập nghị quyết {#hoc-tap}
            Nêu rõ số lớp đã mở, số đảng viên dự học và cách học của chi bộ ở xa.
            # Công tác đảng viên {#dang-vien}
            # Bảo hộ lao động {#bao-ho optional}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Mở ba lớp, 212 đảng viên dự; hai chi bộ ở xa học qua cầu truyền hình.
    """
    guidance: dict[tuple[int, str], tuple[tuple[str, ...], Span | None]] = {}
    applied = {id(outline): outline for outline in project.applied.values()}
    for key, outline in applied.items():
        by_id = {heading.id: heading for heading in outline.headings}
        for heading in outline.headings:
            own = by_id.get(heading.mirrors, heading) if heading.mirrors and not heading.guidance else heading
            if sentences := _sentences(own.guidance):
                guidance[key, heading.id] = sentences, own.span
    for (unit, report, id_), section in project.sections.items():
        sentences, span = guidance.get((id(project.applied.get((unit, report))), id_), ((), None))
        if not sentences:
            continue
        text = section.body.text
        for sentence in sentences:
            start = text.find(sentence)
            if start >= 0 and len(_without_citations(sentence).split()) >= LEAST_WORDS:
                yield Finding(
                    section.body.span(start, start + len(sentence)),
                    say("This sentence is guidance for the author, not a result."),
                    say("Replace it by what the unit has to report."),
                    (Related(span, say("The outline gives the guidance here.")),) if span else (),
                )


@lru_cache(maxsize=1024)
def _sentences(guidance: str) -> tuple[str, ...]:
    """Sentences of a guidance that may be long enough to tell where they come from, in the wording of the outline."""
    found = (match[0].strip(EDGES) for match in SENTENCE.finditer(guidance))
    return tuple(sentence for sentence in found if len(sentence.split()) >= LEAST_WORDS)


def _without_citations(sentence: str) -> str:
    """What a sentence says beside the documents it names, which a report names in the same words."""
    kept, at = [], 0
    for citation in recognise(sentence):
        kept.append(sentence[at : max(at, citation.start)])
        at = max(at, citation.end)
    return "".join([*kept, sentence[at:]])
