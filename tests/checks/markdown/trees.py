"""One shape for the trees of both parsers: the site's and the one that Word's files are read with."""

import json
import re
import subprocess
from pathlib import Path

import pypandoc
import pyromark

ASSEMBLE = Path(__file__).parents[3] / "templates/word/assemble.lua"
WORD_DIALECT = re.search(r"^local DIALECT = '([^']+)'", ASSEMBLE.read_text("utf-8"), re.MULTILINE)[1]
SITE_DIALECT = (
    pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_STRIKETHROUGH
)
READER = f"""
for line in io.stdin:lines() do
  local document = pandoc.read(pandoc.json.decode(line, false), '{WORD_DIALECT}', nil, {{}})
  io.stdout:write(pandoc.write(document, 'json'), '\\n')
end
"""
INLINE = {"em", "strong", "del", "code", "a", "img", "note", "br", "html"}

Tree = tuple
"""A tag with its children: texts with single spaces, and trees."""


def word_trees(texts: list[str], folder: Path) -> list[Tree]:
    """The trees in which pandoc reads some texts, each ending in a line feed as pandoc wants it."""
    script = folder / "reader.lua"
    script.write_text(READER, "utf-8")
    lines = "".join(json.dumps(text, ensure_ascii=False) + "\n" for text in texts)
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "lua", str(script)],
        input=lines, capture_output=True, text=True, encoding="utf-8", check=True, timeout=300,
    )  # fmt: skip
    return [_pandoc_blocks(json.loads(line)["blocks"]) for line in done.stdout.splitlines()]


def site_tree(text: str) -> Tree:
    """The tree in which the site's parser reads a text, footnotes put where they are referred to."""
    notes: dict[str, Tree] = {}
    stack: list[tuple[object, list]] = [(None, [])]
    for event in pyromark.events(text, options=SITE_DIALECT):
        if isinstance(event, str):
            stack[-1][1].append({"SoftBreak": " ", "HardBreak": ("br",), "Rule": ("hr",)}[event])
            continue
        ((name, value),) = event.items()
        if name == "Start":
            stack.append((value, []))
        elif name == "End":
            tag, children = stack.pop()
            _close(tag, children, stack[-1][1], notes)
        elif name == "Text":
            stack[-1][1].append(value)
        elif name == "Code":
            stack[-1][1].append(("code", _flat(value).strip()))
        elif name == "FootnoteReference":
            stack[-1][1].append(("note", value.casefold()))
        else:
            stack[-1][1].append(("html", _flat(value).strip()))
    return _with_notes(_joined(stack[0][1]), notes)


def _close(tag: object, children: list, into: list, notes: dict[str, Tree]) -> None:
    name, detail = (tag, None) if isinstance(tag, str) else next(iter(tag.items()))
    children = _joined(children)
    match name:
        case "Paragraph":
            into.append(("p", *_stripped(children)))
        case "Emphasis" | "Strong" | "Strikethrough":
            into.append(({"Emphasis": "em", "Strong": "strong", "Strikethrough": "del"}[name], *children))
        case "Heading":
            into.append((f"h{detail['level'][1:]}", *_stripped(children)))
        case "List":
            into.append(("ul", *children) if detail is None else ("ol", str(detail), *children))
        case "Item":
            into.append(("li", *_blocks(children)))
        case "BlockQuote":
            into.append(("quote", *_blocks(children)))
        case "CodeBlock":
            into.append(("pre", "".join(children).strip()))
        case "HtmlBlock":
            into.append(("p", ("html", " ".join(child[1] for child in children))))
        case "Link":
            into.append(("a", detail["dest_url"], *children))
        case "Image":
            into.append(("img", detail["dest_url"], *children))
        case "Table":
            into.append(("table", *("Default" if one == "None" else one for one in detail), *children))
        case "TableHead" | "TableRow":
            into.append(("row", *children))
        case "TableCell":
            into.append(("cell", *_stripped(children)))
        case "FootnoteDefinition":
            notes.setdefault(detail.casefold(), _blocks(children))


def _with_notes(tree: Tree, notes: dict[str, Tree]) -> Tree:
    if isinstance(tree, str):
        return tree
    if tree and tree[0] == "note":
        return ("note", *(_with_notes(child, {}) for child in notes.get(tree[1], ())))
    return tuple(_with_notes(child, notes) for child in tree)


def _blocks(children: Tree) -> Tree:
    """The children of an item, with loose inlines gathered in paragraphs."""
    found: list = []
    run: list = []
    for child in (*children, ("end",)):
        if isinstance(child, str) or child[0] in INLINE:
            run.append(child)
            continue
        if paragraph := _stripped(tuple(run)):
            found.append(("p", *paragraph))
        run = []
        found.append(child)
    return tuple(found[:-1])


def _pandoc_blocks(blocks: list[dict]) -> Tree:
    return tuple(found for block in blocks if (found := _pandoc_block(block["t"], block.get("c"))) != ("p",))


def _pandoc_block(tag: str, content: list) -> Tree:
    match tag:
        case "Para" | "Plain":
            return ("p", *_stripped(_pandoc_inlines(content)))
        case "Header":
            return (f"h{content[0]}", *_stripped(_pandoc_inlines(content[2])))
        case "BulletList":
            return ("ul", *(("li", *_pandoc_blocks(item)) for item in content))
        case "OrderedList":
            return ("ol", str(content[0][0]), *(("li", *_pandoc_blocks(item)) for item in content[1]))
        case "BlockQuote":
            return ("quote", *_pandoc_blocks(content))
        case "CodeBlock":
            return ("pre", _flat(content[1]).strip())
        case "HorizontalRule":
            return ("hr",)
        case "RawBlock":
            return ("p", ("html", _flat(content[1]).strip()))
        case "Table":
            rows = content[3][1] + [row for body in content[4] for row in body[3]]
            aligns = (column[0]["t"].removeprefix("Align") for column in content[2])
            return ("table", *aligns, *(("row", *map(_pandoc_cell, row[1])) for row in rows))
    raise AssertionError(tag)


def _pandoc_cell(cell: list) -> Tree:
    return ("cell", *_stripped(_joined([inline for block in cell[4] for inline in _pandoc_inlines(block["c"])])))


def _pandoc_inlines(inlines: list[dict]) -> Tree:
    return _joined([_pandoc_inline(inline["t"], inline.get("c")) for inline in inlines])


def _pandoc_inline(tag: str, content: list) -> Tree | str:
    match tag:
        case "Str":
            return content
        case "Space" | "SoftBreak":
            return " "
        case "LineBreak":
            return ("br",)
        case "Emph" | "Strong" | "Strikeout":
            return ({"Emph": "em", "Strong": "strong", "Strikeout": "del"}[tag], *_pandoc_inlines(content))
        case "Code":
            return ("code", _flat(content[1]).strip())
        case "Link" | "Image":
            name = "a" if tag == "Link" else "img"
            return (name, content[2][0].removeprefix("mailto:"), *_pandoc_inlines(content[1]))
        case "Note":
            return ("note", *_pandoc_blocks(content))
        case "RawInline":
            return ("html", _flat(content[1]).strip())
    raise AssertionError(tag)


def _joined(nodes: list) -> Tree:
    """The nodes with neighbouring texts made one, and every white space a single space."""
    found: list = []
    for node in nodes:
        if isinstance(node, str) and found and isinstance(found[-1], str):
            found[-1] += node
        else:
            found.append(node)
    found = [_flat(node) if isinstance(node, str) else node for node in found]
    # A line break swallows the space around it on one side and not on the other.
    for place, node in enumerate(found):
        if node == ("br",):
            for side, strip in ((place - 1, str.rstrip), (place + 1, str.lstrip)):
                if 0 <= side < len(found) and isinstance(found[side], str):
                    found[side] = strip(found[side])
    return tuple(node for node in found if node != "")


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _stripped(children: Tree) -> Tree:
    kept = list(children)
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip()
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip()
    return tuple(child for child in kept if child != "")
