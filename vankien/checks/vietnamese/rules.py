"""Rules T1xx to T5xx: letters, spaces, marks, dates and words of the drafts."""

from collections.abc import Iterator

from vankien.checks.slip import Sweep
from vankien.checks.vietnamese.scan import scan
from vankien.checks.vietnamese.tone import mixed
from vankien.model.diagnostic import Finding
from vankien.model.project import Project

SLIPS = Sweep("vietnamese", scan)


def lookalike_letter(project: Project) -> Iterator[Finding]:
    """A word holds a letter of another alphabet that looks like a Vietnamese one.

    Why: Cyrillic а and Latin a look the same on paper, but searching, sorting and spelling do not find the word.
    They come from scanned pages, web pages and keyboards set to another language.

    Mend: Type the word anew, or let `check --fix` do it.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết củа Trung ương.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết của Trung ương.
    """
    yield from SLIPS.findings(project, "T101")


def old_encoding(project: Project) -> Iterator[Finding]:
    """Words are left over from the old encodings TCVN3 (ABC) or VNI.

    Why: Old Word files with fonts such as .VnTime or VNI-Times hold other letters than they show; without that
    font nobody can read them.

    Mend: The hint says what the words should have been. Convert the whole file before you copy from it, in Unikey
    for instance (Ctrl+Shift+F6).

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            §¶ng bé tæ chøc ba líp häc tËp nghÞ quyÕt.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from SLIPS.findings(project, "T102")


def invisible_sign(project: Project) -> Iterator[Finding]:
    """A text holds a sign that nobody sees, or that was lost.

    Why: Control characters, spaces without width and soft hyphens come with copied texts. They break words in
    searching, and Word may print a box.

    Mend: Delete the sign and what stands beside it, and type it anew; or let `check --fix` do it.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md (bytes 2D 2D 2D 0A 2D 2D 2D 0A 42 61 20 6C E2 80 8B E1 BB 9B 70 2E 0A)


    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Ba lớp.
    """
    yield from SLIPS.findings(project, "T103")


def mixed_tone_styles(project: Project) -> Iterator[Finding]:
    """A report writes the tone now as in hòa, now as in hoà.

    Why: Both styles are right, but one report looks as if nobody had read it through when it has both. The style
    that the report has less often is told; names are left alone.

    Mend: Write the words as most of the report does, or let `check --fix` do it. Unikey has a setting for it.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Tổ chức ba lớp về văn hóa, an toàn sức khỏe và hoà giải.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Tổ chức ba lớp về văn hóa, an toàn sức khỏe và hòa giải.
    """
    yield from mixed(project)


def double_space(project: Project) -> Iterator[Finding]:
    """There is more than one space between two words.

    Why: In justified text the gap shows.

    Mend: Leave one space, or let `check --fix` do it.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức  ba lớp.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp.
    """
    yield from SLIPS.findings(project, "T201")


def space_before_punctuation(project: Project) -> Iterator[Finding]:
    """A space stands before a punctuation mark, or inside brackets or quotation marks.

    Why: The mark may land alone at the beginning of the next line.

    Mend: Delete the space, or let `check --fix` do it.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp , hai buổi ( có kiểm tra).

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp, hai buổi (có kiểm tra).
    """
    yield from SLIPS.findings(project, "T202")


def space_missing(project: Project) -> Iterator[Finding]:
    """A space is missing after a punctuation mark.

    Why: The two words count as one: Word cannot break the line there, and searching does not find them.

    Mend: Put a space after the mark, or let `check --fix` do it.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp,hai buổi.Các chi bộ dự đủ.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp, hai buổi. Các chi bộ dự đủ.
    """
    yield from SLIPS.findings(project, "T203")


def space_before_percent(project: Project) -> Iterator[Finding]:
    """A space stands between a number and %.

    Why: Vietnamese official documents write 94,38% without a space; with one, the sign may land alone on the next
    line.

    Mend: Delete the space, or let `check --fix` do it.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Có 94,38 % đảng viên học tập.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Có 94,38% đảng viên học tập.
    """
    yield from SLIPS.findings(project, "T204")


def lopsided_hyphen(project: Project) -> Iterator[Finding]:
    """A hyphen between two words has a space on one side only.

    Why: It looks like a slip, and it is not clear whether the hyphen joins one name or stands for a dash.

    Mend: Put a space on both sides (`kinh tế - xã hội`), or on none where it joins one name.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Phát triển kinh tế -xã hội.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Phát triển kinh tế - xã hội.
    """
    yield from SLIPS.findings(project, "T205")


def straight_quotation_mark(project: Project) -> Iterator[Finding]:
    """A quotation mark is straight.

    Why: Official documents print “…”; straight marks come from plain text editors, and Word does not change them
    afterwards.

    Mend: Write “ before and ” after the quotation, or let `check --fix` do it.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Mô hình "Dân vận khéo".

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Mô hình “Dân vận khéo”.
    """
    yield from SLIPS.findings(project, "T301")


def quotation_mark_without_partner(project: Project) -> Iterator[Finding]:
    """A quotation mark has no partner in its paragraph, or is turned the wrong way.

    Why: Nobody sees where the quotation begins or ends.

    Mend: Add the missing mark, or turn the one that is told.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Mô hình “Dân vận khéo được nhân rộng.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Mô hình “Dân vận khéo” được nhân rộng.
    """
    yield from SLIPS.findings(project, "T302")


def dots_of_a_form(project: Project) -> Iterator[Finding]:
    """Dots or a line still stand where a form wants something filled in.

    Why: The text was copied from a form or an outline, and something in it is missing.

    Mend: Put in what belongs there, or delete the sentence. An ellipsis has three dots.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Theo Kế hoạch số ....., ngày …/…/2023.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Theo Kế hoạch số 106-KH/ĐUK, ngày 24/4/2023; các lớp, buổi...
    """
    yield from SLIPS.findings(project, "T303")


def date_without_zero(project: Project) -> Iterator[Finding]:
    """In a date the zero before a number below ten is missing.

    Why: The rule on layout wants a zero before days below 10 and before the months 1 and 2 (Decree 30/2020/NĐ-CP,
    appendix I); the months 3 to 9 stand without.

    Mend: Write the date as the hint says. A program does not change it, because it is a figure.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Lớp mở ngày 3 tháng 4 năm 2023, kết thúc ngày 1/2/2024.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Lớp mở ngày 03 tháng 4 năm 2023, kết thúc ngày 01/02/2024.
    """
    yield from SLIPS.findings(project, "T401")


def decimal_point(project: Project) -> Iterator[Finding]:
    """A decimal fraction is written with a point.

    Why: In Vietnamese the comma stands before decimals and the point between thousands; 1.5 triệu can be read
    wrongly.

    Mend: Write the number as the hint says. A program does not change it, because it is a figure.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Có 94.38% đảng viên học tập.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Có 94,38% trong 1.395 đảng viên học tập.
    """
    yield from SLIPS.findings(project, "T402")


def doubled_word(project: Project) -> Iterator[Finding]:
    """A word was typed twice.

    Why: It is a slip of the keyboard. Words that Vietnamese doubles on purpose (luôn luôn, thường thường) are not
    told.

    Mend: Delete one of the two.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Việc học tập nghị quyết của của Đảng bộ.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Việc học tập nghị quyết luôn luôn được Đảng bộ quan tâm.
    """
    yield from SLIPS.findings(project, "T501")
