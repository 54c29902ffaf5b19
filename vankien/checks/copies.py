"""Rules P105 and P106: texts that were copied, from another unit or from the guidance."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import lru_cache
from itertools import chain
from typing import TypeVar

from vankien.model.diagnostic import Finding, Related, say
from vankien.model.digest import digest_of_text
from vankien.model.outline import Outline
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.regex import regex
from vankien.model.section import Section
from vankien.model.sections import Key
from vankien.model.source import Span
from vankien.rollup.citations import recognise
from vankien.rollup.copies import Earlier, Samples, copies, samples, word_numbers

LEAST_WORDS = 8
"""Shorter sentences of the guidance are turns of phrase that a report may use as well."""

LEAST_WORDS_OF_PART = 12
"""Shorter parts of a sentence, before a colon or between semicolons, head lists and tables in reports as well."""

UNCHANGED, MOST_CHANGES = 8, 2
"""With so many words before, between and behind them one or two may be changed; more changes make another sentence.
One stretch of so many words is left in each sentence that is to be found."""

RUN = 4
"""Words in a row by which sentences are compared."""

LONG_RUN = 6
"""Words in a row that a text shares with the guidance before its sentences are looked at one by one."""

EACH = 3
"""One long run in so many is looked at first: each stretch that is left unchanged has as many, one of them among these.
"""

LEAST_RUNS = 3
"""A stretch that is left unchanged has so many long runs, and some more short ones; fewer are turns of phrase."""

HOLDERS = 8
"""Of so many sentences a run is remembered, and with half as many a sentence is compared."""

SENTENCE = regex(r"[^\n.!?;:]+(?:[.;:](?=\d)[^\n.!?;:]+)*")
PIECE = regex(r"[^\n.!?;:]+(?:(?:[.;:](?=\d)|\n(?![ \t]*(?:\n|\Z|[-*+>#|]|\d+[.)][ \t])))[^\n.!?;:]+)*")
"""The same over the ends of lines inside a paragraph."""

EDGES = ' \t\n*_-–+•>#`“”"'
BLANKS = ' \t*_`“”"'
MARKS = EDGES + ",()[]’'"
PARTS = (":", ";")

Word = TypeVar("Word", str, int)


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

    Why: The guidance tells the author what to write; in the report it would be printed as if it were a result. It may
    be that of another heading or report of the unit, and a word or two of a long sentence may have been changed.

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
    titles = tuple(_of_everybody(project))
    known = _known(project, titles)
    given: dict[tuple[int, ...], _Given] = {}
    of_unit, guidance = "", _given((), known, titles)
    for (unit, report, id_), section in project.sections.items():
        if unit != of_unit:
            outlines = [project.applied[unit, name] for name in project.outlines if (unit, name) in project.applied]
            key = tuple(map(id, outlines))
            if key not in given:
                given[key] = _given(outlines, known, titles)
            of_unit, guidance = unit, given[key]
        text = section.body.text
        own = guidance.of_heading.get((report, id_), -1)
        found = _word_for_word(text, guidance.texts[own]) if own >= 0 else []
        if _has_runs(word_numbers(text), guidance.index.runs):
            found += _near(text, guidance.index, own, [(start, end) for start, end, *_ in found])
        for start, end, place, same in found:
            span = guidance.spans[own if place is None else place]
            yield Finding(
                section.body.span(start, end),
                say("This sentence is guidance for the author, not a result.")
                if same
                else say("This sentence is guidance for the author with a word or two changed, not a result."),
                say("Replace it by what the unit has to report."),
                (Related(span, say("The outline gives the guidance here.")),) if span else (),
            )


_Found = tuple[int, int, int | None, bool]
"""Where a sentence of the guidance stands in a text, the number of the guidance (none for the heading's own), and
whether it stands there word for word."""


@record
class _Index:
    """The sentences of some guidance, to be found again in texts."""

    runs: frozenset[tuple[int, ...]]
    """All long runs of the numbers of these sentences' words, beside those that titles have as well."""
    sentences: Mapping[tuple[str, ...], tuple[int, ...]]
    """The plain words of each sentence, with the numbers of the guidance that has it."""
    changeable: Mapping[tuple[str, ...], int]
    """How many of the words of a sentence may be changed."""
    holders: Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]
    """The sentences that have a run of plain words, for those that may be changed."""


@record
class _Given:
    """All guidance of the outlines of a unit."""

    texts: tuple[str, ...]
    """The guidance of each heading, and what stands before the first one."""
    spans: tuple[Span | None, ...]
    """Where each stands."""
    of_heading: Mapping[tuple[str, str], int]
    """By report and heading the number of its guidance."""
    index: _Index
    """The sentences of all of it."""


@record
class _Known:
    """The sentences of all guidance of the outlines, taken apart once."""

    key: str
    """Hash of what they depend on."""
    sentences: Mapping[str, tuple["_Sentence", ...]] = field(compare=False)
    """Those of each guidance."""


def _known(project: Project, titles: tuple[str, ...]) -> _Known:
    """The sentences of all guidance, remembered as long as `content/` is the same."""

    def taken_apart() -> dict[str, tuple[_Sentence, ...]]:
        return {guidance: _sentences_of(guidance, titles) for guidance in _told_to_authors(project)}

    memory = project.memory
    if memory is None:
        return _Known(digest_of_text(repr((_told_to_authors(project), titles))), taken_apart())
    key = memory.key("", memory.frame)
    return _Known(key, memory.of_unit("", "guidance", key, taken_apart))


def _told_to_authors(project: Project) -> list[str]:
    headings = (heading for outline in project.outlines.values() for heading in outline.headings)
    return [*(outline.preamble for outline in project.outlines.values()), *(heading.guidance for heading in headings)]


def _given(outlines: Iterable[Outline], known: _Known, titles: tuple[str, ...]) -> _Given:
    texts: list[str] = []
    spans: list[Span | None] = []
    of_heading = {}
    for outline in outlines:
        if outline.preamble:
            texts.append(outline.preamble)
            spans.append(None)
        by_id = {}
        for heading in outline.headings:
            if heading.guidance:
                by_id[heading.id] = of_heading[outline.report, heading.id] = len(texts)
                texts.append(heading.guidance)
                spans.append(heading.span)
        for heading in outline.headings:
            if heading.mirrors in by_id and not heading.guidance:
                of_heading[outline.report, heading.id] = by_id[heading.mirrors]
    return _Given(tuple(texts), tuple(spans), of_heading, _index(tuple(texts), known, titles))


@lru_cache(maxsize=64)
def _index(texts: tuple[str, ...], known: _Known, titles: tuple[str, ...]) -> _Index:
    """The index of the guidance, built once for all units that have the same."""
    runs: set[tuple[int, ...]] = set()
    sentences: dict[tuple[str, ...], tuple[int, ...]] = {}
    changeable: dict[tuple[str, ...], int] = {}
    holders: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
    for number, guidance in enumerate(texts):
        # Guidance for some units only may have lost words, and is another one.
        parts = known.sentences[guidance] if guidance in known.sentences else _sentences_of(guidance, titles)
        for words, most, own_runs, long_runs in parts:
            sentences[words] = (*sentences.get(words, ()), number)
            changeable[words] = most
            runs |= long_runs
            for run in own_runs:
                have = holders.get(run, ())
                if words not in have and len(have) < HOLDERS:
                    holders[run] = (*have, words)
    return _Index(frozenset(runs), sentences, changeable, holders)


_Sentence = tuple[tuple[str, ...], int, tuple[tuple[str, ...], ...], frozenset[tuple[int, ...]]]
"""The plain words of a sentence, how many may be changed, its runs if any may, and the long runs of its numbers; all
without those that titles have as well."""


@lru_cache(maxsize=1024)
def _sentences_of(guidance: str, titles: tuple[str, ...]) -> tuple[_Sentence, ...]:
    """The sentences of one guidance that are to be found again; outlines for different units have mostly the same."""
    common, common_long = _common(titles)
    found = []
    for start, end in _pieces(guidance):
        sentence = guidance[start:end]
        told = _told(_plain(_without_citations(sentence)), common)
        if told >= (LEAST_WORDS if _is_whole(guidance, start, end) else LEAST_WORDS_OF_PART):
            words = _plain(sentence)
            most = min(MOST_CHANGES, told // UNCHANGED - 1)
            runs = tuple(run for run in _runs(words) if run not in common) if most else ()
            long_runs = frozenset(_runs(word_numbers(sentence), LONG_RUN)) - common_long
            found.append((words, most, runs, long_runs))
    return tuple(found)


@lru_cache(maxsize=4)
def _common(titles: tuple[str, ...]) -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[int, ...]]]:
    """The runs of words of titles, and the long ones of their numbers."""
    plain, numbers = map(_plain, titles), map(word_numbers, titles)
    long_runs = (_runs(one, LONG_RUN) for one in numbers)
    return frozenset(chain.from_iterable(map(_runs, plain))), frozenset(chain.from_iterable(long_runs))


def _has_runs(words: tuple[int, ...], runs: frozenset[tuple[int, ...]]) -> bool:
    """Whether a text has enough runs of the guidance that a sentence of it may stand there."""
    if runs.isdisjoint(_runs(words, LONG_RUN, EACH)):
        return False
    return len(runs.intersection(_runs(words, LONG_RUN))) >= LEAST_RUNS


def _word_for_word(text: str, guidance: str) -> list[_Found]:
    """The sentences of a heading's own guidance, wherever they stand in its text."""
    places = [(text.find(sentence), sentence) for sentence in _sentences(guidance)]
    return [
        (start, start + len(sentence), None, True)
        for start, sentence in places
        if start >= 0 and len(_without_citations(sentence).split()) >= LEAST_WORDS
    ]


def _near(text: str, index: _Index, own: int, known: Iterable[tuple[int, int]]) -> Iterator[_Found]:
    """The sentences of a text that are sentences of the guidance, but for a word or two, outside of known places."""
    for start, end in _pieces(text):
        if any(start < last and first < end for first, last in known):
            continue
        words = _plain(text[start:end])
        sentence = words if words in index.sentences else _changed(words, index)
        if sentence:
            numbers = index.sentences[sentence]
            yield start, end, own if own in numbers else numbers[0], sentence == words


def _changed(words: tuple[str, ...], index: _Index) -> tuple[str, ...] | None:
    """The sentence of the guidance that words are, but for a few."""
    shared = Counter(chain.from_iterable(index.holders.get(run, ()) for run in _runs(words)))
    for sentence, count in shared.most_common(HOLDERS // 2):
        most = index.changeable[sentence]
        if count >= LEAST_RUNS and abs(len(words) - len(sentence)) <= most and _alike(words, sentence, most):
            return sentence
    return None


def _alike(one: tuple[str, ...], other: tuple[str, ...], most: int) -> bool:
    """Whether words become others when so many are changed, added or left out."""
    length = min(len(one), len(other))
    same = next((place for place in range(length) if one[place] != other[place]), length)
    one, other = one[same:], other[same:]
    if not one or not other or not most:
        return max(len(one), len(other)) <= most
    ways = (one[1:], other[1:]), (one[1:], other), (one, other[1:])
    return any(_alike(left, right, most - 1) for left, right in ways)


def _runs(words: tuple[Word, ...], length: int = RUN, each: int = 1) -> Iterator[tuple[Word, ...]]:
    return zip(*(words[place::each] for place in range(length)), strict=False)


def _told(words: tuple[str, ...], common: frozenset[tuple[str, ...]]) -> int:
    """How many words a sentence has outside the titles that everybody uses."""
    titles = (range(place, place + RUN) for place, run in enumerate(_runs(words)) if run in common)
    return len(words) - len(set(chain.from_iterable(titles)))


def _plain(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(_word, text.split())))


def _word(written: str) -> str:
    return written.strip(MARKS).casefold()


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences that may be long enough stand, and the parts of those with a colon or semicolon."""
    for match in PIECE.finditer(text):
        piece = match[0]
        if piece.count(" ") + piece.count("\n") >= LEAST_WORDS - 1:
            start = match.start() + len(piece) - len(piece.lstrip(EDGES))
            yield start, start + len(piece.strip(EDGES))


def _is_whole(guidance: str, start: int, end: int) -> bool:
    """Whether a piece of the guidance is a sentence from beginning to end."""
    before, behind = guidance[max(0, start - 9) : start].rstrip(BLANKS), guidance[end : end + 9].lstrip(BLANKS)
    return before[-1:] not in PARTS and behind[:1] not in PARTS


@lru_cache(maxsize=1024)
def _sentences(guidance: str) -> tuple[str, ...]:
    """Sentences of a guidance that may be long enough to tell where they come from, in the wording of the outline."""
    found = (match[0].strip(EDGES) for match in SENTENCE.finditer(guidance))
    return tuple(sentence for sentence in found if len(sentence.split()) >= LEAST_WORDS)


@lru_cache(maxsize=1024)
def _without_citations(sentence: str) -> str:
    """What a sentence says beside the documents it names, which a report names in the same words."""
    kept, at = [], 0
    for citation in recognise(sentence):
        kept.append(sentence[at : max(at, citation.start)])
        at = max(at, citation.end)
    return "".join([*kept, sentence[at:]])
