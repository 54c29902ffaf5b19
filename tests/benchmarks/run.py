"""Measures vankien against its peers on synthetic repositories and prints one Markdown table a size.

    .venv/bin/python tests/benchmarks/run.py [--sizes 10,81,160,300] [--no-peers] [--only check,site,docx] > results.md

Every ratio compares two measurements of the same run: whole machines drift by a quarter within an hour.
Peers are installed by their own package managers into the temporary folder; one that cannot be had is said
to be missing. Linux and macOS only, for peak memory is read from the kernel's account of ended processes.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VANKIEN = [sys.executable, "-X", "utf8", "-P", "-m", "vankien"]
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""Where no compiled modules may be kept, every start would compile vankien anew."""

REPEATS = 3
PANDOC_SAMPLE = 12
READ = """
import os, sys, time
begin = time.perf_counter()
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), "rb") as stream:
            stream.read()
print(time.perf_counter() - begin)
"""
TRESTLE_TEMPLATE = "---\nstatus: draft\nupdated: 2023-05-01\n---\n"
ZENSICAL = "zensical==0.0.73"
ZENSICAL_SETTINGS = "INHERIT: build/mkdocs.yml\nsite_name: kho\nvalidation: false\n"
MARKDOWNLINT = {"config": {"MD013": False, "MD041": False}}


@dataclass(frozen=True, slots=True)
class Run:
    """One command that ended."""

    seconds: float
    """Wall time."""
    peak: int
    """Resident memory of its largest process, in MB."""
    output: str
    """What it printed."""
    code: int
    """Exit code."""
    cpu: float
    """Seconds of processors that it and its processes used."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    """What was measured."""
    seconds: float | None
    """Wall time; none where the program is missing."""
    rate: str = ""
    """Work a second."""
    ratio: str = ""
    """Against vankien's own line of the same kind."""
    peak: int = 0
    """Peak memory in MB, 0 where it was not measured."""


def run(command: list[str], cwd: Path | None = None, one_core: bool = False) -> Run:
    """Runs a command to its end, on one core only where asked and possible."""
    pin = (lambda: os.sched_setaffinity(0, {0})) if one_core and hasattr(os, "sched_setaffinity") else None
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=pin,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        unit = 1 if sys.platform == "darwin" else 1024
        return Run(
            seconds,
            round(usage.ru_maxrss * unit / 1e6),
            output.read(),
            process.returncode,
            usage.ru_utime + usage.ru_stime,
        )


def must(result: Run, *codes: int) -> Run:
    """The run, if it ended with 0 or one of these codes."""
    if result.code not in (0, *codes):
        raise SystemExit(f"a command failed with exit code {result.code}:\n{result.output[-2000:]}")
    return result


def median(
    command: list[str],
    *codes: int,
    cwd: Path | None = None,
    one_core: bool = False,
    before: Callable[[], None] = lambda: None,
) -> Run:
    """The run with the median time of a few; `before` is called before each of them."""
    runs = []
    for _ in range(REPEATS):
        before()
        runs.append(must(run(command, cwd, one_core), *codes))
    return sorted(runs, key=lambda one: one.seconds)[len(runs) // 2]


def against(seconds: float, own: float) -> str:
    """How much longer or shorter than vankien's own time."""
    return f"{seconds / own:.2f} ×"


def install_trestle(folder: Path) -> Path | None:
    """compliance-trestle in an environment of its own; none where it cannot be had."""
    run([sys.executable, "-m", "venv", str(folder)])
    result = run([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "compliance-trestle"])
    return folder / "bin" / "trestle" if result.code == 0 else None


def install_markdownlint(folder: Path) -> Path | None:
    """markdownlint-cli2 in a folder of its own; none where npm or the package cannot be had."""
    if not shutil.which("npm"):
        return None
    folder.mkdir(parents=True)
    result = run(["npm", "install", "--silent", "--no-fund", "--no-audit", "markdownlint-cli2"], cwd=folder)
    return folder / "node_modules" / ".bin" / "markdownlint-cli2" if result.code == 0 else None


def install_zensical(folder: Path) -> Path | None:
    """Zensical in an environment of its own; none where it cannot be had."""
    run([sys.executable, "-m", "venv", str(folder)])
    result = run([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", ZENSICAL])
    return folder / "bin" / "zensical" if result.code == 0 else None


def drafts_for_trestle(repository: Path, workspace: Path) -> None:
    """The same section files with the two keys that a trestle template can demand of every one of them."""
    for path in (repository / "units").rglob("*.md"):
        front, body = path.read_text(encoding="utf-8").split("\n---\n", 1)
        copy = workspace / "drafts" / path.relative_to(repository / "units")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text("\n".join(front.split("\n")[:3]) + "\n---\n" + body, encoding="utf-8")
    template = workspace / ".trestle" / "author" / "drafts" / "template.md"
    template.parent.mkdir(parents=True)
    template.write_text(TRESTLE_TEMPLATE, encoding="utf-8")


def forget(repository: Path) -> None:
    """Deletes the cache."""
    shutil.rmtree(repository / "build" / ".cache", ignore_errors=True)


def edit(repository: Path) -> None:
    """Adds a sentence with a figure and a citation to one text in the middle of the repository."""
    paths = sorted((repository / "units").rglob("*.md"))
    with paths[len(paths) // 2].open("a", encoding="utf-8") as stream:
        stream.write("\nTheo Kết luận số 21-KL/TW, ngày 25/10/2021, có 67/68 đảng viên học tập, đạt 98,53%.\n")


def own_rows(repository: Path, files: int) -> list[Row]:
    """`check` without a cache, after one edit, and where nothing has changed."""
    module = [*VANKIEN, "--root", str(repository), "check"]
    script = [sys.executable, str(ROOT / "build.py"), "--root", str(repository), "check"]
    cold = median(module, 1, one_core=True, before=lambda: forget(repository))
    spread = median(module, 1, before=lambda: forget(repository))
    # Files that had only just been written are compared once more; that is over before anything is measured.
    must(run(module), 1)
    rows = [
        Row(what, one.seconds, f"{files / one.seconds:,.0f} files/s", ratio, one.peak)
        for what, one, ratio in (
            ("`check`, one core, no cache", cold, "1"),
            ("`check`, all cores, no cache", spread, against(spread.seconds, cold.seconds)),
        )
    ]
    for name, command in (("`vankien check`", module), ("`python3 build.py check`", script)):
        edited = median(command, 1, one_core=True, before=lambda: edit(repository))
        same = median(command, 1, one_core=True)
        for what, one in (("after one edit", edited), ("nothing changed", same)):
            rows.append(Row(f"{name}, {what}", one.seconds, "", against(one.seconds, cold.seconds), one.peak))
    return rows


def check_rows(repository: Path, workspace: Path, trestle: Path | None, markdownlint: Path | None) -> list[Row]:
    """`check` against reading the bytes, and against programs that check Markdown files."""
    sections = list((repository / "units").rglob("*.md"))
    files = len(sections)
    rows = own_rows(repository, files)
    own = rows[0]
    reading = [
        sum(
            float(run([sys.executable, "-S", "-c", READ, str(repository / name)], one_core=True).output)
            for name in names
        )
        for names in [("content", "units")] * REPEATS
    ]
    read = statistics.median(reading)
    rows.append(Row("reading the same bytes, inside one process", read, "", against(read, own.seconds)))
    if trestle:
        must(run([str(trestle), "init", "--local"], cwd=workspace))
        drafts_for_trestle(repository, workspace)
        command = [str(trestle), "author", "headers", "validate", "-tn", "drafts", "-r"]
        peer = median(command, cwd=workspace, one_core=True)
        what = "`trestle author headers validate` (keys only), one core"
        rows.append(
            Row(
                what,
                peer.seconds,
                f"{files / peer.seconds:,.0f} files/s",
                against(peer.seconds, own.seconds),
                peer.peak,
            )
        )
    else:
        rows.append(Row("`trestle author headers validate`", None))
    if markdownlint:
        (repository / ".markdownlint-cli2.jsonc").write_text(json.dumps(MARKDOWNLINT), encoding="utf-8")
        peer = median(["node", str(markdownlint), "units/**/*.md"], 1, cwd=repository, one_core=True)
        (repository / ".markdownlint-cli2.jsonc").unlink()
        what = "`markdownlint-cli2` (Markdown style only), one core"
        rows.append(
            Row(
                what,
                peer.seconds,
                f"{files / peer.seconds:,.0f} files/s",
                against(peer.seconds, own.seconds),
                peer.peak,
            )
        )
    else:
        rows.append(Row("`markdownlint-cli2`", None))
    return rows


def zensical_runs(repository: Path, folder: Path, zensical: Path) -> tuple[Run, Run]:
    """Zensical on the pages that were generated, for the first time and after an edit to one of them."""
    copy = folder / "zensical"
    for name in ("docs", "theme"):
        shutil.copytree(repository / "build" / name, copy / "build" / name)
    shutil.copy(repository / "build" / "mkdocs.yml", copy / "build")
    (copy / "mkdocs.yml").write_text(ZENSICAL_SETTINGS, encoding="utf-8")
    command = [str(zensical), "build", "--config-file", "mkdocs.yml"]
    cold = must(run(command, cwd=copy))
    pages = sorted((copy / "build" / "docs" / "units").glob("*/so-ket.md"))
    with pages[len(pages) // 2].open("a", encoding="utf-8") as stream:
        stream.write("\n<p>Thêm một câu.</p>\n")
    edited = must(run(command, cwd=copy))
    shutil.rmtree(copy)
    return cold, edited


def site_rows(repository: Path, folder: Path, zensical: Path | None) -> list[Row]:
    """`site` for the first time, after one edit and where nothing has changed, against others on the same pages."""
    command = [*VANKIEN, "--root", str(repository), "site"]
    cold = median(command, 1, before=lambda: shutil.rmtree(repository / "build", ignore_errors=True))
    pages = sum(1 for _ in (repository / "build" / "docs").rglob("*.md"))
    engine = [sys.executable, "-m", "mkdocs", "--quiet", "build", "--site-dir", str(folder / "bare")]
    bare = must(run(engine, cwd=repository))
    shutil.rmtree(folder / "bare")
    peer = zensical_runs(repository, folder, zensical) if zensical else None
    # Files that had only just been written are compared once more; that is over before anything is measured.
    must(run(command), 1)
    edited = median(command, 1, before=lambda: edit(repository))
    same = median(command, 1)

    def row(what: str, one: Run) -> Row:
        rate = f"{one.cpu:.2f} s of processors ({against(one.cpu, bare.cpu)})"
        return Row(what, one.seconds, rate, against(one.seconds, bare.seconds), one.peak)

    others = [row(f"`mkdocs build` of the same {pages} pages", bare)]
    if peer:
        names = "`zensical build` of the same pages", "`zensical build` after an edit to one page"
        others += map(row, names, peer)
    else:
        others.append(Row("`zensical build`", None))
    return [
        *others,
        row("`site`, all cores, no cache", cold),
        row("`site` after one edit", edited),
        row("`site`, nothing changed", same),
    ]


def plain_documents(repository: Path, folder: Path) -> tuple[list[Path], int]:
    """A sample of the reports as one Markdown file each, and how many reports there are."""
    from vankien.readers.project import read

    project = read(repository)
    keys = sorted({(section.unit, section.report) for section in project.sections.values()})
    paths = []
    for unit, report in keys[:: max(1, len(keys) // PANDOC_SAMPLE)][:PANDOC_SAMPLE]:
        parts = []
        for heading in project.applied[unit, report].headings:
            parts.append(f"{'#' * heading.level} {heading.label} {heading.title}")
            if section := project.section(unit, report, heading.id):
                parts.append(section.body.text.replace("[^1]", f"[^{heading.id}]"))
        path = folder / f"{unit}-{report}.md"
        path.write_text("\n\n".join(parts), encoding="utf-8")
        paths.append(path)
    return paths, len(keys)


def docx_rows(repository: Path, folder: Path) -> list[Row]:
    """`docx` anew, after one edit and where nothing has changed, against one plain pandoc call a document."""
    import pypandoc

    pandoc = pypandoc.get_pandoc_path()
    docx = [*VANKIEN, "--root", str(repository), "docx"]
    built = repository / "build"

    def anew(*options: str) -> Run:
        shutil.rmtree(built / "docx", ignore_errors=True)
        (built / ".cache" / "docx.json").unlink(missing_ok=True)
        return must(run([*docx, *options]), 1)

    sample, documents = plain_documents(repository, folder)
    must(run([*VANKIEN, "--root", str(repository), "check"]), 1)
    # Plain calls before and after, since the machine may have become slower or quicker.
    calls = [plain_call(pandoc, path) for path in sample]
    own = anew()
    calls += [plain_call(pandoc, path) for path in sample]
    one_job = anew("--jobs", "1")
    plain = sum(call.seconds for call in calls) * documents / len(calls)
    busy = sum(call.cpu for call in calls) * documents / len(calls)
    before = made(built / "docx")
    edit(repository)
    edited = must(run(docx), 1)
    remade = sum(before[path] != moment for path, moment in made(built / "docx").items())
    same = must(run(docx), 1)
    shutil.rmtree(built)
    first = must(run(docx), 1)

    def row(what: str, seconds: float, cpu: float, peak: int) -> Row:
        # On a machine that others use as well, the time of the processors says more than that of the clock.
        rate = f"{documents / seconds:.1f} documents/s, {cpu:.1f} s of processors ({against(cpu, busy)})"
        return Row(what, seconds, rate, against(seconds, plain), peak)

    several = f"one plain `pandoc` call a document ({len(sample)} measured twice, scaled to {documents})"
    return [
        row(several, plain, busy, max(call.peak for call in calls)),
        row("`docx`, all cores", own.seconds, own.cpu, own.peak),
        row("`docx --jobs 1`", one_job.seconds, one_job.cpu, one_job.peak),
        row(f"`docx` after one edit ({remade} made)", edited.seconds, edited.cpu, edited.peak),
        row("`docx`, all cores, no cache, reading and checking too", first.seconds, first.cpu, first.peak),
        row("`docx`, nothing changed", same.seconds, same.cpu, same.peak),
    ]


def consolidated_rows(repository: Path, folder: Path) -> list[Row]:
    """All units in one file against one plain pandoc call on the same texts, with contents."""
    import pypandoc

    from vankien.readers.project import read

    flat = folder / "flat"
    shutil.copytree(repository, flat, ignore=shutil.ignore_patterns("build", ".git"))
    for path in (flat / "units").glob("*/unit.yml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        # In the demo only some units stand directly below the root.
        path.write_text(
            "\n".join("parent: khoi" if line.startswith("parent:") else line for line in lines), encoding="utf-8"
        )
    own = must(run([*VANKIEN, "--root", str(flat), "docx", "--consolidated", "--unit", "khoi", "--report", "so-ket"]))
    project = read(flat)
    texts = [
        section.body.text.replace("[^", f"[^{section.unit}-{section.heading}-")
        for section in project.sections.values()
        if section.report == "so-ket"
    ]
    joined = folder / "joined.md"
    joined.write_text("\n\n".join(texts), encoding="utf-8")
    size = joined.stat().st_size / 1e6
    pandoc = pypandoc.get_pandoc_path()
    plain = must(run([pandoc, "--from=commonmark_x", "--toc", "--output", str(folder / "joined.docx"), str(joined)]))
    return [
        Row(f"`docx --consolidated`, one file of all units ({size:.1f} MB)", own.seconds, "", "1", own.peak),
        Row(
            "one plain `pandoc` call on the same texts",
            plain.seconds,
            "",
            against(plain.seconds, own.seconds),
            plain.peak,
        ),
    ]


def plain_call(pandoc: str, path: Path) -> Run:
    """One document by pandoc alone."""
    return must(run([pandoc, "--from=commonmark_x", "--output", str(path.with_suffix(".docx")), str(path)]))


def made(folder: Path) -> dict[Path, int]:
    """When each Word file was made."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.docx")}


def start_rows() -> list[Row]:
    """How long a command takes before it does anything."""
    empty = median([sys.executable, "-c", "pass"])
    module = median([*VANKIEN, "--help"])
    script = median([sys.executable, str(ROOT / "build.py"), "--help"])
    return [
        Row("`python3 build.py --help`, second run", script.seconds, "", "1", script.peak),
        Row("`vankien --help`", module.seconds, "", against(module.seconds, script.seconds), module.peak),
        Row("Python doing nothing", empty.seconds, "", against(empty.seconds, script.seconds), empty.peak),
    ]


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| what | time | rate | against the first line of its kind | peak memory |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        time_text = "missing here" if row.seconds is None else f"{row.seconds:.2f} s"
        lines.append(
            f"| {row.what} | {time_text} | {row.rate} | {row.ratio} | {f'{row.peak} MB' if row.peak else ''} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10,81,160,300", help="numbers of units (default: %(default)s)")
    parser.add_argument(
        "--no-peers", action="store_true", help="install nothing; leave trestle, markdownlint and Zensical out"
    )
    parser.add_argument(
        "--only", default="check,site,docx", help="what is measured besides the start (default: %(default)s)"
    )
    options = parser.parse_args()
    asked = options.only.split(",")
    must(run([sys.executable, str(ROOT / "build.py"), "--version"]))
    # As pip does with programs that it installs; the peers have theirs compiled.
    must(run([sys.executable, "-m", "compileall", "-q", str(ROOT / "vankien")]))
    print(
        f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores, "
        f"load before the run {os.getloadavg()[0]:.1f}.\n\n## Start-up\n"
    )
    print(table(start_rows()), flush=True)
    with tempfile.TemporaryDirectory(prefix="vankien-benchmark-") as name:
        folder = Path(name)
        checkers = "check" in asked and not options.no_peers
        trestle = install_trestle(folder / "trestle") if checkers else None
        markdownlint = install_markdownlint(folder / "npm") if checkers else None
        zensical = install_zensical(folder / "zensical") if "site" in asked and not options.no_peers else None
        for size in map(int, options.sizes.split(",")):
            repository, scratch = folder / f"demo-{size}", folder / f"scratch-{size}"
            (scratch / "trestle").mkdir(parents=True)
            made = must(run([*VANKIEN, "demo", str(repository), "--units", str(size), "--seed", "1"]))
            sections = list((repository / "units").rglob("*.md"))
            size_mb = sum(path.stat().st_size for path in sections) / 1e6
            print(f"\n## {size} units, three reports: {len(sections):,} section files, {size_mb:.1f} MB\n")
            rows = [Row("`demo`", made.seconds, f"{len(sections) / made.seconds:,.0f} files/s", "", made.peak)]
            if "check" in asked:
                rows += check_rows(repository, scratch / "trestle", trestle, markdownlint)
            if "site" in asked:
                rows += site_rows(repository, scratch, zensical)
            if "docx" in asked:
                rows += docx_rows(repository, scratch)
                rows += consolidated_rows(repository, scratch)
            print(table(rows), flush=True)
            shutil.rmtree(repository)
            shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
