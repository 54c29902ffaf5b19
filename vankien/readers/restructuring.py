"""What has to be written where headings are renamed, split or merged; it writes nothing itself."""

import io
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from vankien.model.diagnostic import Message, PipelineError, say
from vankien.model.outline import Heading, Outline
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.regex import regex
from vankien.model.section import Section, Status
from vankien.readers.disk import ID, Disk, decode
from vankien.readers.front_matter import DIVIDED
from vankien.readers.outline import ATTRIBUTES
from vankien.readers.section import read_section

ACTIONS = ("rename", "split", "merge")
TARGET = regex(r"(\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:[ \t]*<?)([^)\s>]+)", re.MULTILINE)
OLD_IDS = regex(r"\s+(?:was|from)=(?:\"[^\"]*\"|\S+)")
HEAD = regex(r"(\s{0,3}#+\s+)(.*)", re.DOTALL)
STATUSES = tuple(Status)


@record(frozen=False)
class Plan:
    """Files as they are to be, in bytes by path; none for one that goes."""

    files: dict[str, bytes | None] = field(default_factory=dict)
    """What is to be written."""
    moved: dict[str, str] = field(default_factory=dict)
    """New path of each text that moves."""
    notes: list[Message] = field(default_factory=list)
    """What a person has to look at afterwards."""


@record
class Order:
    """What is asked for: headings of one report and what they become."""

    action: str
    """One of `ACTIONS`."""
    report: str
    """Id of the report."""
    old: tuple[str, ...]
    """Ids as they are."""
    new: tuple[str, ...]
    """Ids as they are to be."""
    titles: tuple[str, ...] = ()
    """Titles of the new headings, as many as are given; the others keep that of the old one."""

    @property
    def ids(self) -> dict[str, str]:
        """Which id takes the place of which."""
        return dict.fromkeys(self.old, self.new[0])


def plan(disk: Disk, project: Project, order: Order) -> Plan:
    """Everything that has to be written; raises `PipelineError` where it cannot be done without losing something."""
    outline = project.outlines[order.report]
    headings = _headings(outline, order)
    found = Plan()
    found.files[outline.path] = _outline(_text(disk, outline.path), outline, headings, order).encode()
    for unit in project.units:
        _move_texts(disk, project, unit, headings, order, found)
    changed = {old: new for old, new in order.ids.items() if old != new}
    if changed:
        _references(disk, project, order.report, changed, found)
    if order.action == "split":
        _tell_parts(project, order, found)
    return found


def _headings(outline: Outline, order: Order) -> list[Heading]:
    """The headings that are asked for, in order of the outline."""
    own = [heading for heading in outline.headings if not heading.mirrors]
    taken = {heading.id for heading in own} | {one.id for one in outline.appendices}
    for id in order.old:
        if id not in {heading.id for heading in own}:
            raise PipelineError(
                say("The outline of {report} has no heading `{id}`.", report=outline.report, id=id),
                say("`outline {report}` lists its headings; mirrored ones follow those that they repeat.",
                    report=outline.report),
            )  # fmt: skip
    for id in order.new:
        if not ID.match(id):
            raise PipelineError(
                say("“{name}” cannot be an id.", name=id), say("Use small letters a-z, digits and single hyphens.")
            )
        if id in taken and id not in order.old:
            raise PipelineError(
                say("The outline of {report} has a heading or an appendix `{id}` already.", report=outline.report,
                    id=id),
                say("Choose another id."),
            )  # fmt: skip
    if len(set(order.new)) < len(order.new) or len(set(order.old)) < len(order.old):
        raise PipelineError(say("An id is named twice."), say("Name each heading once."))
    headings = [heading for heading in own if heading.id in order.old]
    for heading in headings:
        with_others = not heading.leaf or any(
            other.mirrors and other.span == heading.span for other in outline.headings
        )
        if order.action == "merge" and with_others:
            raise PipelineError(
                say("`{id}` has headings below it and cannot be merged.", id=heading.id),
                say("Merge the headings below it first, or move them in the outline by hand."),
            )
    return headings


def _outline(text: str, outline: Outline, headings: list[Heading], order: Order) -> str:
    """The text of the outline's file."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split("\n")
    first = headings[0]
    starts = sorted({heading.span.line - 1 for heading in outline.headings} | {len(lines)})
    at = {heading.id: heading.span.line - 1 for heading in headings}
    new = order.new[0]
    was = [id for heading in headings for id in (heading.id, *heading.was) if id != new]
    source = lines[at[first.id]]
    lines[at[first.id]] = _line(source, new, was, "", order.titles[0] if order.titles else "")
    for old in order.old:
        lines = [re.sub(rf'(\{{[^}}]*\bmirror=)"?{old}"?(?=[\s}}])', rf"\g<1>{new}", line) for line in lines]
    if order.action == "split":
        below = [heading for heading in outline.headings if heading.span.line - 1 > at[first.id]]
        after = next((one.span.line - 1 for one in below if one.level <= first.level), len(lines))
        while after and not lines[after - 1].strip():
            after -= 1
        added = []
        for number, id in enumerate(order.new[1:], start=1):
            title = order.titles[number] if number < len(order.titles) else f"{first.title} ({number + 1})"
            added += ["", _line(source.rstrip("\r"), id, [], first.id, title)]
        lines[after:after] = [line + end[:-1] for line in added]
    elif order.action == "merge":
        guidance: list[str] = []
        for heading in headings[1:]:
            begin = at[heading.id]
            stop = next(start for start in starts if start > begin)
            guidance += [line for line in lines[begin + 1 : stop] if line.strip()]
            lines[begin:stop] = ["\0"] * (stop - begin)
        stop = next(start for start in starts if start > at[first.id])
        while stop and not lines[stop - 1].strip("\r\0 "):
            stop -= 1
        lines[stop:stop] = guidance
        lines = [line for line in lines if line != "\0"]
    return "\n".join(lines)


def _line(source: str, id: str, was: Sequence[str], cut_from: str, title: str) -> str:
    """A heading's line with another id, its old ids, and perhaps another title."""
    bare = source.rstrip("\r")
    match = ATTRIBUTES.search(bare)
    rest = OLD_IDS.sub("", match["rest"]) if match else ""
    if cut_from:
        rest = re.sub(r"\s+(?:words|mirror|depth)=(?:\"[^\"]*\"|\S+)", "", rest) + f" from={cut_from}"
    elif found := re.search(r"\s+from=(?:\"[^\"]*\"|\S+)", match["rest"] if match else ""):
        rest += found[0]
    if was:
        ids = ", ".join(dict.fromkeys(was))
        rest += f' was="{ids}"' if len(set(was)) > 1 else f" was={ids}"
    head = HEAD.match(bare[: match.start()] if match else bare)
    marks, words = (head[1], head[2].rstrip()) if head else ("# ", bare)
    return f"{marks}{title or words} {{#{id}{rest.rstrip()}}}" + "\r" * source.endswith("\r")


def _move_texts(disk: Disk, project: Project, unit: str, headings: list[Heading], order: Order, found: Plan) -> None:
    """The section files of one unit, those of mirrored headings as well."""
    folder = f"units/{unit}/{order.report}"
    rank = {heading.id: number for number, heading in enumerate(headings)}
    groups: dict[str, list[tuple[int, str]]] = {}
    names = [item.name for item in disk.listing(folder)[0] if not item.folder and item.name.endswith(".md")]
    for name in names:
        parts = name.removesuffix(".md").split(".")
        target = ".".join(order.ids.get(part, part) for part in parts)
        if any(part in order.ids for part in parts):
            place = max(rank[part] for part in parts if part in rank)
            groups.setdefault(target, []).append((place, name.removesuffix(".md")))
    for target, sources in groups.items():
        ids = [id for _, id in sorted(sources)]
        if ids == [target]:
            continue
        path = f"{folder}/{target}.md"
        if f"{target}.md" in names and target not in ids:
            raise PipelineError(
                say("{path} is there already, so nothing can take its place.", path=path),
                say("No heading asks for that file; move or delete it first."),
            )
        paths = [f"{folder}/{id}.md" for id in ids]
        contents = [_bytes(disk, one) for one in paths]
        for one in paths:
            found.files[one] = None
            found.moved[one] = path
        found.files[path] = contents[0] if len(contents) == 1 else _merged(path, paths, contents, order, found)


def _merged(path: str, paths: list[str], contents: list[bytes], order: Order, found: Plan) -> bytes:
    """Several texts as one: bodies one below the other, particulars joined."""
    unit, heading = path.split("/")[1], path.rpartition("/")[2].removesuffix(".md")
    texts = [decode(one, content)[0] for one, content in zip(paths, contents, strict=True)]
    sections = []
    for one, text in zip(paths, texts, strict=True):
        section, faults = read_section(text, unit, order.report, heading) if text else (None, [])
        if (
            section is None
            or text is None
            or not DIVIDED.match(text.content)
            or any(fault.code.startswith("R2") for fault in faults)
        ):
            raise _by_hand(one)
        sections.append(section)
    front = _front(path, paths, [text.content for text in texts if text], sections, found)
    body = "\n\n".join(part for part in _bodies(sections) if part)
    content = f"---\n{front}---\n{body}\n"
    text = decode(path, content.encode())[0]
    merged = read_section(text, unit, order.report, heading)[0] if text else None
    wanted: dict[str, Mapping[str, str]] = {}
    for section in sections:
        for id, one in section.observations.items():
            wanted.setdefault(id, {**one.fields, **one.years, **one.parts})
    kept = {id: {**one.fields, **one.years, **one.parts} for id, one in merged.observations.items()} if merged else {}
    if merged is None or kept != wanted:
        # Rather nothing than a figure that was written back in another way than it was typed.
        raise _by_hand(path)
    return content.encode()


def _front(path: str, paths: list[str], contents: list[str], sections: list[Section], found: Plan) -> str:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096
    try:
        fronts = [yaml.load(match[1]) or {} for one in contents if (match := DIVIDED.match(one))]
    except (YAMLError, ValueError):
        raise _by_hand(path) from None
    if not all(hasattr(front, "items") for front in fronts):
        raise _by_hand(path)
    merged = fronts[0]
    for one, front in zip(paths[1:], fronts[1:], strict=True):
        for key, value in front.items():
            if key not in merged:
                merged[key] = value
            elif key == "indicators" and hasattr(value, "items") and hasattr(merged[key], "items"):
                for id, observation in value.items():
                    if id not in merged[key]:
                        merged[key][id] = observation
                    elif merged[key][id] != observation:
                        found.notes.append(
                            say(
                                "{path}: `{id}` has other figures in {other}; the first were kept.", path=path, id=id,
                                other=one,
                            )
                        )  # fmt: skip
            elif key in ("themes", "excuse") and isinstance(value, list) and isinstance(merged[key], list):
                merged[key] += [item for item in value if item not in merged[key]]
            elif key == "updated":
                merged[key] = max(merged[key], value, key=str)
            elif key not in ("status", "approved_by") and merged[key] != value:
                found.notes.append(
                    say("{path}: `{id}` was something else in {other}; the first was kept.", path=path, id=key,
                        other=one)
                )  # fmt: skip
    status = min((section.status for section in sections), key=STATUSES.index)
    approvers = {section.approved_by for section in sections}
    if any(section.status is not status for section in sections) or len(approvers) > 1:
        # Nobody has approved the text as it now is.
        status = min(status, Status.REVIEW, key=STATUSES.index)
    if "status" in merged:
        merged["status"] = status.value
    if status is not Status.APPROVED:
        merged.pop("approved_by", None)
    stream = io.StringIO()
    yaml.dump(merged, stream)
    return stream.getvalue() if merged else ""


def _bodies(sections: list[Section]) -> Iterator[str]:
    """The texts, with footnotes renamed where two have one of the same name."""
    used: set[str] = set()
    for section in sections:
        text = section.body.text.strip()
        labels = {one.value for one in section.body.elements if one.kind in ("footnote", "footnote-definition")}
        for label in sorted(labels & used):
            number = next(n for n in range(2, 9999) if f"{label}-{n}" not in used | labels)
            text = text.replace(f"[^{label}]", f"[^{label}-{number}]")
            labels = labels - {label} | {f"{label}-{number}"}
        used |= labels
        yield text


def _references(disk: Disk, project: Project, report: str, ids: Mapping[str, str], found: Plan) -> None:
    """Where else the headings are named: the register, comments, and links."""
    asked = re.compile(rf"(?<![\w./-]){re.escape(report)}/([a-z0-9.-]+)")

    def renamed(match: re.Match[str]) -> str:
        return f"{report}/" + ".".join(ids.get(part, part) for part in match[1].split("."))

    _edit(disk, "content/indicators.yml", lambda text: asked.sub(renamed, text), found)
    for unit in project.units:
        folder = f"units/{unit}"
        for item in disk.listing(folder)[0]:
            for file in disk.listing(item.path)[0] if item.folder and item.name != "images" else ():
                if file.folder or not file.name.endswith(".md"):
                    continue
                path = file.path
                _edit(disk, path, lambda text, path=path: _links(text, path, found.moved), found)
                if item.name == "comments":
                    _edit(disk, path, lambda text: _comment(text, report, ids), found)
    for page in project.pages:
        _edit(disk, page.path, lambda text, path=page.path: _links(text, path, found.moved), found)


def _edit(disk: Disk, path: str, change, found: Plan) -> None:
    """Notes down what a change makes of a file, wherever that is going to lie."""
    path_now = found.moved.get(path, path)
    data = found.files.get(path_now) if path_now in found.files else disk.content(path)
    if data is None:
        return
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    if (changed := change(text)) != text:
        found.files[path_now] = changed.encode()


def _links(text: str, path: str, moved: Mapping[str, str]) -> str:
    folder = posixpath.dirname(path)

    def follow(match: re.Match[str]) -> str:
        place, sign, anchor = match[2].partition("#")
        target = posixpath.normpath(posixpath.join("" if place.startswith("/") else folder, place.lstrip("/")))
        if target not in moved:
            return match[0]
        return (
            match[1]
            + place[: len(place) - len(posixpath.basename(place))]
            + posixpath.basename(moved[target])
            + sign
            + anchor
        )

    return TARGET.sub(follow, text)


def _comment(text: str, report: str, ids: Mapping[str, str]) -> str:
    front = DIVIDED.match(text.replace("\r\n", "\n"))
    if not front or not re.search(rf"^report:[ \t]*[\"']?{re.escape(report)}[\"']?[ \t]*(?:#.*)?$", front[1], re.M):
        return text

    def renamed(match: re.Match[str]) -> str:
        return match[1] + ".".join(ids.get(part, part) for part in match[2].split("."))

    # Only the front matter has lines of this kind at its head.
    return re.sub(r"^(heading:[ \t]*[\"']?)([a-z0-9.-]+)", renamed, text, count=1, flags=re.M)


def _tell_parts(project: Project, order: Order, found: Plan) -> None:
    for unit in project.units.values():
        if project.section(unit.id, order.report, order.old[0]):
            found.notes.append(
                say(
                    "{unit}: the whole text stays under `{first}`; move what belongs under {others}.",
                    unit=unit.name,
                    first=order.new[0],
                    others=", ".join(f"`{id}`" for id in order.new[1:]),
                )
            )


def _by_hand(path: str) -> PipelineError:
    return PipelineError(
        say("{path} cannot be joined with the others.", path=path),
        say("Mend what `check` finds in it, or join the texts by hand; nothing was changed."),
    )


def _bytes(disk: Disk, path: str) -> bytes:
    data = disk.content(path)
    if data is None:
        raise PipelineError(
            say("{path} cannot be read.", path=path), say("Mend what `check` finds in it; nothing was changed.")
        )
    return data


def _text(disk: Disk, path: str) -> str:
    try:
        return _bytes(disk, path).decode("utf-8")
    except UnicodeDecodeError:
        raise PipelineError(
            say("{path} cannot be read.", path=path), say("Mend what `check` finds in it; nothing was changed.")
        ) from None
