"""Sums, percentages and differences of a table held against its figures."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from vankien.checks.figures.agreement import agrees, exact_digits, near, share, shown, shown_percent
from vankien.checks.figures.mistake import Mistake
from vankien.checks.figures.table import Cell, Grid
from vankien.model.diagnostic import say
from vankien.model.regex import regex

TOTAL = regex(r"(?:tổng|cộng|cả năm|lũy kế)\b(?!\s*(?:thể|hợp|kết|phụ|mức|giám))")
NO_SUM = regex(
    r"tỷ lệ|tỉ lệ|%|bình quân|trung bình|năng suất|mật độ|điểm|xếp|chỉ số|giá\b|thứ hạng|tỷ trọng|\bđạt\b|tuổi|so với"
)
RATES = regex(r"tỷ lệ|tỉ lệ|%|tỷ trọng|tỉ trọng|cơ cấu|\bđạt\b|so với")
CHANGES = regex(r"(?:^|\s)(?:tăng|giảm|chênh lệch|so với|\+/-|tăng/giảm)")
GROWTH = regex(r"(?:^|\s)(?:tăng|giảm|tốc độ|\+/-)")
CLAIMING = ("%", "tổng", "cộng", "cả", "lũy", "tỷ", "tỉ", "cơ", "đạt", "so", "tăng", "giảm", "chênh", "+/-")
"""A table without any of these, which `TOTAL`, `RATES` and `CHANGES` begin with, tells nothing that can be wrong."""
AMONG = regex(r"(?:[-+•]\s*)?(?:trong đó|riêng|tr\.? ?đó|nữ\b)|[-+•]\s")
ROMAN = regex(r"[ivxlcdm]+\.?|[a-zđ]\.?")

NEIGHBOURS = 8
"""A percentage or difference is taken from columns that stand near it."""

Formula = tuple[Callable[[int], tuple[Decimal, Decimal] | None], Callable[[int], tuple[Cell, ...]]]


def table_mistakes(grid: Grid) -> Iterator[Mistake]:
    """Every figure of a table that surely is a sum, a share or a difference of others, and does not come out."""
    turned = grid.turned()
    wrong: set[int] = set()
    for mistake in (*_sums(grid, upright=True), *_sums(turned, upright=False)):
        # One wrong cell breaks the sum of its row and of its column; it is told once.
        if wrong.isdisjoint((mistake.start, *(start for start, _ in mistake.sources))):
            wrong.add(mistake.start)
            yield mistake
    told: set[int] = set()
    for view in (grid, turned):
        for mistake in (*_rates(view), *_differences(view)):
            if mistake.start not in told:
                told.add(mistake.start)
                yield mistake


def _sums(grid: Grid, upright: bool) -> Iterator[Mistake]:
    """Total rows: each column against the sum of the rows it stands for."""
    totals = [row for row, name in enumerate(grid.rows) if TOTAL.match(name)]
    if len(totals) != 1:
        return
    total = totals[0]
    others = [row for row in range(len(grid.rows)) if row != total]
    if total not in (0, len(grid.rows) - 1):
        # Behind the total stand shares of it, or what is counted besides.
        others = [row for row in others if row < total]
    others = [row for row in others if not RATES.search(grid.rows[row]) and not CHANGES.search(grid.rows[row])]
    choices = _components(grid, others)
    if not choices:
        return
    columns = [
        column
        for column, name in enumerate(grid.columns)
        if grid.cells[total][column] and not NO_SUM.search(name) and not CHANGES.search(name)
    ]
    columns = [c for c in columns if not any(cell and cell.percent for cell in grid.column(c))]
    best: tuple[int, list[int]] = -1, []
    for rows in choices:
        right = sum(_adds_up(grid, total, rows, column) for column in columns)
        if right > best[0]:
            best = right, rows
    right, rows = best
    wrong = [column for column in columns if not any(_adds_up(grid, total, one, column) for one in choices)]
    # A table of one column has nothing else to show that the rows are parts of the total.
    alone = upright and len(columns) == 1 and _nearly(grid, total, rows, columns[0])
    if not wrong or (right < len(wrong) and not alone):
        return
    for column in wrong:
        cell, added, _ = _added(grid, total, rows, column)
        parts = tuple(part for row in rows if (part := grid.cells[row][column]))
        if cell and len(parts) > 1:
            yield _mistake("N201", cell, shown(added, exact_digits(added)), parts)


def _components(grid: Grid, others: list[int]) -> list[list[int]]:
    """The ways in which rows may make up the total: all, those not `trong đó`, and the upper level only."""
    plain = [row for row in others if not AMONG.match(grid.rows[row])]
    choices = [plain, others] if plain != others else [others]
    if grid.leads:
        upper = [row for row in others if ROMAN.fullmatch(grid.leads[row])]
        if upper and len(upper) < len(others):
            choices.insert(0, upper)
    return [rows for rows in choices if len(rows) > 1]


def _added(grid: Grid, total: int, rows: list[int], column: int) -> tuple[Cell | None, Decimal, Decimal]:
    cells = [cell for row in rows if (cell := grid.cells[row][column])]
    total_cell = grid.cells[total][column]
    blur = sum((cell.blur for cell in cells), total_cell.blur if total_cell else Decimal(0))
    return total_cell, sum((cell.value for cell in cells), Decimal(0)), blur


def _adds_up(grid: Grid, total: int, rows: list[int], column: int) -> bool:
    cell, added, blur = _added(grid, total, rows, column)
    return cell is not None and abs(cell.value - added) <= blur


def _nearly(grid: Grid, total: int, rows: list[int], column: int) -> bool:
    cell, added, _ = _added(grid, total, rows, column)
    return cell is not None and near(cell.value, added, Decimal("0.1"))


def _rates(grid: Grid) -> Iterator[Mistake]:
    """Columns of percentages: whichever of the other columns, or of the column's own sum, makes most of them right."""
    for column, name in enumerate(grid.columns):
        cells = grid.column(column)
        printed = [row for row, cell in enumerate(cells) if cell]
        marked = sum(bool(cell and cell.percent) for cell in cells)
        if len(printed) < 2 or not (RATES.search(name) or marked * 2 > len(printed)):
            continue
        counts = [
            other
            for other in range(len(grid.columns))
            if other != column and not any(cell and cell.percent for cell in grid.column(other))
        ]
        counts = sorted(counts, key=lambda other: abs(other - column))[:NEIGHBOURS]
        formulas = [*_quotients(grid, counts), *_shares_of_column(grid, counts)]
        if GROWTH.search(name):
            formulas += [_growth(grid, column, new, old) for new in counts for old in counts if new != old]
        yield from _best(grid, column, printed, formulas)


def _quotients(grid: Grid, counts: list[int]) -> Iterator[Formula]:
    for above in counts:
        for below in counts:
            if above != below:
                yield _quotient(grid, above, below)


def _quotient(grid: Grid, above: int, below: int) -> Formula:
    def value(row: int) -> tuple[Decimal, Decimal] | None:
        part, whole = grid.cells[row][above], grid.cells[row][below]
        if not part or not whole or not whole.value:
            return None
        return share(part.value, part.blur, whole.value, whole.blur)

    return value, lambda row: tuple(cell for one in (above, below) if (cell := grid.cells[row][one]))


def _growth(grid: Grid, column: int, new: int, old: int) -> Formula:
    """The rise or fall in percent; a fall may be printed without its sign, and of a rate in percentage points."""

    def value(row: int) -> tuple[Decimal, Decimal] | None:
        after, before, cell = grid.cells[row][new], grid.cells[row][old], grid.cells[row][column]
        if not after or not before or before.value <= 0:
            return None
        if cell and _is_difference(grid, row, column, new, old):
            return cell.value, cell.value
        range_ = share(after.value, after.blur, before.value, before.blur)
        if range_ is None:
            return None
        low, high = range_[0] - 100, range_[1] - 100
        return (-high, -low) if high < 0 and cell and cell.value > 0 else (low, high)

    return value, lambda row: tuple(cell for one in (new, old) if (cell := grid.cells[row][one]))


def _shares_of_column(grid: Grid, counts: list[int]) -> Iterator[Formula]:
    totals = [row for row, name in enumerate(grid.rows) if TOTAL.match(name)]
    for above in counts:
        parts = [
            cell
            for row in range(len(grid.rows))
            if row not in totals and not AMONG.match(grid.rows[row]) and (cell := grid.cells[row][above])
        ]
        if len(parts) > 1:
            yield _share_of(grid, above, sum((cell.value for cell in parts), Decimal(0)), tuple(parts))
        for row in totals:
            if (whole := grid.cells[row][above]) and whole.value:
                yield _share_of(grid, above, whole.value, (whole,))


def _share_of(grid: Grid, above: int, whole: Decimal, sources: tuple[Cell, ...]) -> Formula:
    def value(row: int) -> tuple[Decimal, Decimal] | None:
        part = grid.cells[row][above]
        return share(part.value, part.blur, whole, Decimal(0)) if part and whole else None

    return value, lambda row: (*(cell for cell in (grid.cells[row][above],) if cell), *sources)


def _best(grid: Grid, column: int, printed: list[int], formulas: list[Formula]) -> Iterator[Mistake]:
    """The mistakes under the formula that most of the column follows."""
    cells = grid.column(column)
    chosen: tuple[int, Formula | None] = 1, None
    for formula in formulas:
        right = sum(_follows(cells[row], formula[0](row)) for row in printed)
        if right > chosen[0]:
            chosen = right, formula
    right, formula = chosen
    if formula is None:
        return
    wrong = [row for row in printed if (value := formula[0](row)) is not None and not _fits(cells[row], value)]
    if len(wrong) > right:
        return
    likely = [one for one in formulas if sum(_follows(cells[row], one[0](row)) for row in printed) > 1]
    for row in wrong:
        cell, value = cells[row], formula[0](row)
        if cell is None or value is None or any(_fits(cell, one[0](row)) for one in likely):
            continue
        computed = shown_percent((value[0] + value[1]) / 2, cell.decimals)
        yield _mistake("N202", cell, computed, formula[1](row))


def _fits(cell: Cell | None, value: tuple[Decimal, Decimal] | None) -> bool:
    return bool(cell and value and agrees(cell.value, cell.step, *value))


def _follows(cell: Cell | None, value: tuple[Decimal, Decimal] | None) -> bool:
    """Whether a percentage is right and says something: 0 and 100 come out by chance."""
    return bool(cell and cell.value not in (0, 100)) and _fits(cell, value)


def _differences(grid: Grid) -> Iterator[Mistake]:
    """Columns of rises and falls between two others."""
    for column, name in enumerate(grid.columns):
        cells = grid.column(column)
        printed = [row for row, cell in enumerate(cells) if cell and not cell.percent]
        if len(printed) < 2 or not CHANGES.search(name) or "%" in name:
            continue
        counts = sorted(range(len(grid.columns)), key=lambda other: abs(other - column))[1 : NEIGHBOURS + 1]
        best: tuple[int, int, int, int] = 1, 0, -1, -1
        for new in counts:
            for old in counts:
                right = sum(_is_difference(grid, row, column, new, old) and bool(cells[row].value) for row in printed)
                signed = sum(_is_difference(grid, row, column, new, old, signed=True) for row in printed)
                if new != old and (right, signed) > best[:2]:
                    best = right, signed, new, old
        right, _, new, old = best
        wrong = [
            row
            for row in printed
            if new >= 0 and grid.cells[row][new] and grid.cells[row][old]
            if not _is_difference(grid, row, column, new, old)
        ]
        if len(wrong) > right:
            continue
        for row in wrong:
            cell, after, before = cells[row], grid.cells[row][new], grid.cells[row][old]
            if cell and after and before:
                computed = after.value - before.value
                yield _mistake("N203", cell, shown(computed, exact_digits(computed)), (after, before))


def _is_difference(grid: Grid, row: int, column: int, new: int, old: int, signed: bool = False) -> bool:
    cell, after, before = grid.cells[row][column], grid.cells[row][new], grid.cells[row][old]
    if not cell or not after or not before:
        return False
    difference = after.value - before.value
    blur = after.blur + before.blur + cell.blur
    return abs(cell.value - difference) <= blur or (not signed and abs(cell.value - abs(difference)) <= blur)


def _mistake(code: str, cell: Cell, computed: str, sources: tuple[Cell, ...]) -> Mistake:
    return Mistake(
        code,
        cell.start,
        cell.end,
        computed,
        say("By the other figures of the table this is {computed}.", computed=computed),
        tuple((source.start, source.end) for source in sources),
    )
