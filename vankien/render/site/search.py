"""The search of the site: what can be found, and the files from which a browser finds it."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from html import unescape
from itertools import accumulate
from operator import sub

from vankien.model.record import record
from vankien.render.html import SectionHtml
from vankien.render.site import comments, documents, own, places, wording
from vankien.render.site.edition import Edition

FOLDER = "search"
CALL = "vkSearch"
ROOM = 64
"""Numbers kept for the paragraphs of one entry; further paragraphs share the last one."""

# Printable signs that need no escape inside a JSON string; the first half ends a number, the second half goes on.
SIGNS = "".join(chr(code) for code in range(0x23, 0x7F) if chr(code) not in "\\<")
HALF = len(SIGNS) // 2

_STEP = re.compile(f"[{re.escape(SIGNS[HALF:])}]*[{re.escape(SIGNS[:HALF])}]")
_TERM = re.compile(r"[^\W_]+")
_PIECE = re.compile("\x1d([0-9]+)\x1d")
_INVISIBLE = re.compile("[\x00-\x1f]([0-9]+[\x00-\x1f])?")
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"</(?:p|li|td|th|h[2-6]|blockquote|pre)>|<br>")


@record
class Entry:
    """One thing that can be found: a text under a heading, or a page."""

    anchor: str
    """Where it stands on its page; empty for the page as a whole."""
    title: str
    """What it is called, such as the numbered heading."""
    paragraphs: tuple[tuple[int, str], ...]
    """Its paragraphs: number on the page, 0 for what has none, and the words."""


@record
class Group:
    """What one page holds."""

    number: int
    """Number of the group, which names its file."""
    first: int
    """Number of its first entry; the entries have the numbers from there on, whether or not they are written."""
    page: str
    """Address of the page, from the root of the site."""
    place: str
    """What the page is called in a result, such as unit and report."""
    entries: Mapping[int, Entry]
    """Its entries by number."""


@record
class Slot:
    """A group before it is made."""

    number: int
    """Its number."""
    first: int
    """Number of its first entry."""
    report: tuple[str, str] | None
    """Unit and report whose texts it holds; none for another page."""
    make: Callable[[], Group]
    """Makes it."""


def slots(edition: Edition) -> Iterator[Slot]:
    """The groups of a site in rising order before they are made: first each report of each unit, then other pages.

    Numbers depend on units and outlines only, so that they stay when a text is written, changed or deleted.
    """
    project, begun = edition.project, edition.begun
    number = first = 0
    for unit in project.units.values():
        for report, outline in project.outlines.items():
            if (unit.id, report) in begun:
                make = partial(_report, edition, unit.id, report, number, first)
                yield Slot(number, first, (unit.id, report), make)
            number += 1
            first += len(project.applied[unit.id, report].headings) + len(outline.appendices)
    for page, place, entries in _pages(edition):
        group = Group(number, first, places.published(page), place, dict(enumerate(entries, first)))
        yield Slot(number, first, None, lambda group=group: group)
        number += 1
        first += len(entries)


def _report(edition: Edition, unit: str, report: str, number: int, first: int) -> Group:
    headings, appendices = edition.project.applied[unit, report].headings, edition.project.outlines[report].appendices
    ids = [one.id for one in (*headings, *appendices)]
    page = places.published(places.report(unit, report))
    place = f"{edition.project.units[unit].name} · {edition.project.outlines[report].title}"
    return Group(number, first, page, place, dict(_texts(edition, unit, report, ids, first)))


def _texts(edition: Edition, unit: str, report: str, ids: list[str], first: int) -> Iterator[tuple[int, Entry]]:
    for number, id in enumerate(ids, first):
        section = edition.project.section(unit, report, id)
        page, _, title = edition.place_in(section, 0) if section else ("", "", "")
        if section and page:
            yield number, Entry(id, title, tuple(_paragraphs(edition.section_html(section))))


def _paragraphs(text: SectionHtml) -> Iterator[tuple[int, str]]:
    """The paragraphs of a converted text; a heading in it goes with the paragraph after it, notes come last."""
    before, *rest = _PIECE.split(text.html)
    lead = _words(before)
    for number, html in zip(rest[::2], rest[1::2], strict=True):
        inside, _, after = html.partition(f"\x1e{number}\x1e")
        yield int(number), f"{lead} {_words(inside)}".strip()
        lead = _words(after)
    notes = " ".join(_words(note) for note in text.notes)
    if left := f"{lead} {notes}".strip():
        yield 0, left


def _words(html: str) -> str:
    text = _TAG.sub("", _BREAK.sub(" ", html))
    return " ".join(unescape(_INVISIBLE.sub("", text)).split())


def _pages(edition: Edition) -> Iterator[tuple[str, str, list[Entry]]]:
    """Pages other than reports: address, what they are called together, and their entries."""
    project = edition.project
    for unit in project.units.values():
        facts = [text for text in (unit.name, unit.sector, unit.overseer) if text]
        yield places.unit(unit.id), "Đơn vị", [Entry("", unit.name, ((0, ". ".join(facts)),))]
    for report, outline in project.outlines.items():
        for heading in outline.headings:
            title = wording.numbered(heading)
            text = f"{title} {_words(edition.text(heading.guidance, '_guidance'))}".strip()
            yield places.heading(report, heading.id), f"Đề mục · {outline.title}", [Entry("", title, ((0, text),))]
    for indicator in project.indicators.values():
        names = (indicator.title, *indicator.aliases, indicator.source)
        text = ". ".join(name for name in names if name)
        yield places.indicator(indicator.id), "Chỉ tiêu", [Entry("", indicator.title, ((0, text),))]
    for theme in project.themes.values():
        yield (
            places.theme(theme.id),
            "Nhiệm vụ",
            [Entry("", theme.title, ((0, f"{theme.title}. {theme.description}"),))],
        )
    for body in project.pages:
        title, text = own.divided(body)
        words = _words(edition.text(text, "_trang", headings=True))
        yield places.own(own.name(body)), "Giới thiệu", [Entry("", title, ((0, words),))]
    for document in documents.listed(edition):
        title = f"{document.type} {document.number}" if document.number[:1].isdigit() else document.number
        words = ". ".join(part for part in (title, document.title, document.issuer) if part)
        page, anchor = (document.page, "") if document.page else (places.DOCUMENTS, document.slug)
        yield page, "Văn bản", [Entry(anchor, title, ((0, words),))]
    yield places.COMMENTS, "Góp ý", [Entry("", "Góp ý", ((0, "Danh sách ý kiến góp ý"),))]
    for page, unit, found in comments.findable(edition):
        yield page, f"Góp ý · {unit}", [Entry(anchor, title, ((0, words),)) for anchor, title, words in found]


@record
class Part:
    """What some groups that follow one another put into the index."""

    firsts: tuple[int, ...]
    """Number of the first entry of each group."""
    numbers: tuple[int, ...]
    """Number of each group."""
    postings: Mapping[str, tuple[int, int, str]]
    """Of each term the first and the last number, and between them in short how the others follow the first."""


def texts(group: Group) -> tuple[str, bytes]:
    """Path and content of the file with the texts of a group."""
    return _text_path(group.number), _text_file(group)


def part(found: Iterable[Group]) -> Part:
    """What some groups, in rising order, put into the index."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    firsts: list[int] = []
    numbers: list[int] = []
    for group in found:
        firsts.append(group.first)
        numbers.append(group.number)
        for document, terms in _documents(group):
            for term in terms:
                postings[term].append(document)
    told = {term: (listed[0], listed[-1], _steps(listed)) for term, listed in postings.items()}
    return Part(tuple(firsts), tuple(numbers), told)


def index(parts: Iterable[Part]) -> dict[str, bytes]:
    """The files that tell where terms are, of all parts in rising order."""
    firsts: list[int] = []
    numbers: list[int] = []
    ends: dict[str, int] = {}
    pieces: defaultdict[str, list[str]] = defaultdict(list)
    for one in parts:
        firsts += one.firsts
        numbers += one.numbers
        for term, (first, last, steps) in one.postings.items():
            pieces[term] += (_step(first - ends.get(term, 0)), steps)
            ends[term] = last
    shards: dict[str, dict[str, str]] = {}
    for term in sorted(pieces):
        shards.setdefault(_shard(term), {})[term] = "".join(pieces[term])
    made = {_shard_path(shard): _file("terms", shard, terms) for shard, terms in shards.items()}
    made[f"{FOLDER}/index.js"] = _index(firsts, numbers, shards)
    return made


def patch(read: Callable[[str], bytes | None], changed: Mapping[int, Group | None]) -> dict[str, bytes | None] | None:
    """What becomes of the index files when the texts of some groups change; nothing where all has to be made again.

    `read` gives a file as it is; `changed` the groups by number, none for one that is no more. The result is the same
    as that of `texts` and `index` for all groups; a file that goes is none.
    """
    known = _read(read(f"{FOLDER}/index.js"))
    if known is None or any(number not in known["groups"] for number in changed) or None in changed.values():
        return None
    made: dict[str, bytes | None] = {}
    gone: dict[str, set[int]] = {}
    come: dict[str, set[int]] = {}
    for number, group in changed.items():
        old = _read(read(_text_path(number)))
        if group is None or old is None:
            return None
        before, after = dict(_documents(_group(number, old))), dict(_documents(group))
        for document in before.keys() | after.keys():
            left, right = before.get(document, set()), after.get(document, set())
            for term in left - right:
                gone.setdefault(term, set()).add(document)
            for term in right - left:
                come.setdefault(term, set()).add(document)
        made[_text_path(number)] = _text_file(group)
    shards = set(known["shards"].split())
    for shard in sorted({_shard(term) for term in gone.keys() | come.keys()}):
        terms = _read(read(_shard_path(shard))) if shard in shards else {}
        if terms is None:
            return None
        for term in gone.keys() | come.keys():
            if _shard(term) == shard:
                left = (set(decode(terms.pop(term, ""))) - gone.get(term, set())) | come.get(term, set())
                if left:
                    terms[term] = encode(sorted(left))
        made[_shard_path(shard)] = _file("terms", shard, dict(sorted(terms.items()))) if terms else None
        (shards.add if terms else shards.discard)(shard)
    made[f"{FOLDER}/index.js"] = _index(known["firsts"], known["groups"], shards)
    return made


def encode(numbers: Iterable[int]) -> str:
    """Rising numbers as a short text: the distance of each from the one before, in signs of `SIGNS`."""
    return _steps([0, *numbers])


def decode(text: str) -> Iterator[int]:
    """The numbers of which `encode` made a text."""
    return accumulate(map(_length, _STEP.findall(text)))


def _steps(numbers: Sequence[int]) -> str:
    return "".join(map(_step, map(sub, numbers[1:], numbers)))


@lru_cache(1 << 16)
def _step(step: int) -> str:
    """A distance in signs: of all but the last, `HALF` is taken, which tells that more follow."""
    signs = []
    while step >= HALF:
        signs.append(SIGNS[HALF + step % HALF])
        step //= HALF
    return "".join((*signs, SIGNS[step]))


@lru_cache(1 << 16)
def _length(signs: str) -> int:
    """The distance of which `_step` made some signs."""
    return sum(SIGNS.index(sign) % HALF * HALF**place for place, sign in enumerate(signs))


def fold(text: str) -> str:
    """A text without marks above and below its letters, in small letters, with d for đ."""
    folded = text.translate(_PLAIN)
    if folded.isascii():
        return folded
    bare = "".join(sign for sign in unicodedata.normalize("NFD", folded) if unicodedata.category(sign)[0] != "M")
    return bare.lower()


def _plain(sign: str) -> str:
    bare = unicodedata.normalize("NFD", sign)[0].lower()
    return {"đ": "d"}.get(bare, bare)


# Letters of Vietnamese and its neighbours, and the signs that often stand among them, folded in one step.
_PLAIN = {code: _plain(chr(code)) for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00))}
_PLAIN |= dict.fromkeys((*range(0x2010, 0x2016), *range(0x2018, 0x2020), 0xA0, 0xAB, 0xBB, 0x2026), " ")


def _documents(group: Group) -> Iterator[tuple[int, set[str]]]:
    """Each paragraph of a group by its number in the index, in rising order, with its terms."""
    for number, entry in sorted(group.entries.items()):
        for position, (_, text) in enumerate(entry.paragraphs[: ROOM - 1]):
            yield number * ROOM + position, _terms(text)
        if further := entry.paragraphs[ROOM - 1 :]:
            yield number * ROOM + ROOM - 1, _terms(" ".join(text for _, text in further))


def _terms(text: str) -> set[str]:
    # Texts are made of the same words over and over, so that each is folded but once.
    return set().union(*map(_terms_of, set(text.split())))


@lru_cache(1 << 16)
def _terms_of(word: str) -> tuple[str, ...]:
    return tuple(_TERM.findall(fold(word)))


def _shard(term: str) -> str:
    """The file that knows a term: named by its first two signs."""
    head = term[:2]
    return head if head.isascii() and head.isalnum() else "_"


def _shard_path(shard: str) -> str:
    return f"{FOLDER}/i-{shard}.js"


def _text_path(number: int) -> str:
    return f"{FOLDER}/t-{number}.js"


def _index(firsts: Iterable[int], numbers: Iterable[int], shards: Iterable[str]) -> bytes:
    value = {"room": ROOM, "signs": SIGNS, "firsts": list(firsts), "groups": list(numbers)}
    return _file("index", "", {**value, "shards": " ".join(sorted(shards))})


def _text_file(group: Group) -> bytes:
    entries = {
        number: [entry.anchor, entry.title, [list(one) for one in entry.paragraphs]]
        for number, entry in sorted(group.entries.items())
    }
    value = {"page": group.page, "place": group.place, "first": group.first, "entries": entries}
    return _file("texts", str(group.number), value)


def _group(number: int, value: dict) -> Group:
    entries = {
        int(key): Entry(anchor, title, tuple((one, text) for one, text in paragraphs))
        for key, (anchor, title, paragraphs) in value["entries"].items()
    }
    return Group(number, value["first"], value["page"], value["place"], entries)


def _file(kind: str, name: str, value: object) -> bytes:
    # A script and no JSON file: from a disk a page may load scripts, but read no files.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"{CALL}({json.dumps(kind)},{json.dumps(name)},{text})\n".encode()


def _read(data: bytes | None) -> dict | None:
    """The value in one of the files; none where it is not there or not one of them."""
    text = (data or b"").decode("utf-8", "replace")
    start, end = text.find("{"), text.rfind(")")
    try:
        return json.loads(text[start:end])
    except ValueError:
        return None
