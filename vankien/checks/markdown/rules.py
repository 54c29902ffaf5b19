"""Rules M1xx to M4xx: HTML and dialect, images, links and footnotes of the drafts."""

from collections.abc import Iterator

from vankien.checks.fault import found_in_reading
from vankien.checks.markdown.scan import scan
from vankien.checks.markdown.targets import targets
from vankien.checks.slip import Once, Sweep
from vankien.model.diagnostic import Finding
from vankien.model.project import Project

SLIPS = Sweep("markdown", scan)
TARGETS = Once(targets)


def raw_html(project: Project) -> Iterator[Finding]:
    """A text holds HTML.

    Why: Neither the site nor Word reads HTML in a text: both print the signs as they stand, comments as well.

    Mend: Write it in Markdown: **…** for bold, a table with |, two spaces at the end of a line for a line break.
    Put a backslash before a < that is meant as such.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức <b>ba</b> lớp.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức **ba** lớp, mỗi lớp < 50 người.
    """
    yield from SLIPS.findings(project, "M101")


def read_differently(project: Project) -> Iterator[Finding]:
    """The site and Word would show a piece of Markdown differently.

    Why: The reviewer reads the site, the leadership reads Word; both must see the same text.

    Mend: Do what the hint says; mostly an empty line is missing above or below a table.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Số lớp như sau:
            | Chi bộ | Số lớp |
            | --- | ---: |
            | Một | 3 |

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Số lớp như sau:

            | Chi bộ | Số lớp |
            | --- | ---: |
            | Một | 3 |

            Trong đó, ~~hai~~ ba lớp buổi tối.
    """
    yield from SLIPS.findings(project, "M102")


def image_missing(project: Project) -> Iterator[Finding]:
    """An image that a text shows is not there.

    Why: Only its description would be printed in its place.

    Mend: Put the file into the folder of images of the unit, or correct its name; capitals and small letters
    count.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            ![Sơ đồ lớp học](../images/so-do.png)

    Good:
        units/so-y-te/images/so-do.png
            ...
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            ![Sơ đồ lớp học](../images/so-do.png)
    """
    yield from TARGETS.of(project).get("M201", ())


def image_too_large(project: Project) -> Iterator[Finding]:
    """An image is larger than 2 MB.

    Why: Every page and every Word file that shows it grows by as much, and is slow to send and open.

    Mend: Make the image smaller before you put it into the folder; 2,000 dots in width are enough for a page.

    Bad:
        units/so-y-te/images/so-do.png (2500000 bytes)

        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            ![Sơ đồ lớp học](../images/so-do.png)

    Good:
        units/so-y-te/images/so-do.png (90000 bytes)

        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            ![Sơ đồ lớp học](../images/so-do.png)
    """
    yield from TARGETS.of(project).get("M202", ())


def image_from_elsewhere(project: Project) -> Iterator[Finding]:
    """An image does not lie in the unit's own folder of images.

    Why: Images of other units may change or go; those of web sites are never fetched, neither by the site nor by
    Word.

    Mend: Put a copy of the file into the folder `images` of the unit, and write its path as `../images/…`.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            ![Sơ đồ lớp học](https://example.com/so-do.png)

    Good:
        units/so-y-te/images/so-do.png
            ...
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            ![Sơ đồ lớp học](../images/so-do.png)
    """
    yield from TARGETS.of(project).get("M203", ())


def image_of_another_kind(project: Project) -> Iterator[Finding]:
    """An image is neither PNG nor JPEG.

    Why: Word files and the site only take these two, so that every computer can show them.

    Mend: Open the image in a drawing program and save it as PNG (drawings) or JPEG (photographs).

    Bad:
        units/so-y-te/images/so-do.gif
            ...
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            ![Sơ đồ lớp học](../images/so-do.gif)

    Good:
        units/so-y-te/images/so-do.png
            ...
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            ![Sơ đồ lớp học](../images/so-do.png)
    """
    yield from TARGETS.of(project).get("M204", ())


def image_not_whole(project: Project) -> Iterator[Finding]:
    """A file that a text shows as an image is none, or not a whole one.

    Why: Other bytes under the name of an image, one that was cut off in sending, or one that claims more dots than a
    page can show is left out on the site and in Word; only its description is printed.

    Mend: Open the file in a drawing program and save it anew as PNG or JPEG, with the ending that belongs to it.

    Bad:
        units/so-y-te/images/so-do.png
            Không phải hình.
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            ![Sơ đồ lớp học](../images/so-do.png)

    Good:
        units/so-y-te/images/so-do.png (90000 bytes)

        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            ![Sơ đồ lớp học](../images/so-do.png)
    """
    yield from found_in_reading(project, "M205")


def broken_link(project: Project) -> Iterator[Finding]:
    """A link leads to a file that is not there.

    Why: Whoever clicks it in the browser where the drafts are reviewed gets a fault.

    Mend: Correct the path, which counts from the folder of the text; a web address begins with https://.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Xem [biểu số 1](dang-vin.md) và [trang tin](www.example.vn).

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Xem [công tác đảng viên](dang-vien.md) và [trang tin](https://www.example.vn).
    """
    yield from TARGETS.of(project).get("M301", ())


def link_left_out(project: Project) -> Iterator[Finding]:
    """A link has an address that is left out on the site and in Word.

    Why: Only web pages and mail addresses can be opened by everybody; a path of one computer (file:) or a script
    is never kept.

    Mend: Use an address that begins with https:// or mailto:, or leave only the words.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Xem [biểu số 1](file:///D:/bieu-1.xls).

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Xem [biểu số 1](https://example.vn/bieu-1.xls).
    """
    yield from TARGETS.of(project).get("M302", ())


def footnote_not_defined(project: Project) -> Iterator[Finding]:
    """A text refers to a footnote that is not defined.

    Why: The signs [^1] would be printed as they stand.

    Mend: Write the footnote below the text on a line of its own: `[^1]: …`, with an empty line before it.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp[^1].

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp[^1].

            [^1]: Mỗi lớp hai buổi.
    """
    yield from SLIPS.findings(project, "M401")


def footnote_not_used(project: Project) -> Iterator[Finding]:
    """A footnote is defined, but nothing refers to it.

    Why: It is printed nowhere.

    Mend: Put the reference `[^1]` where it belongs, or delete the footnote.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp.

            [^1]: Mỗi lớp hai buổi.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp[^1].

            [^1]: Mỗi lớp hai buổi.
    """
    yield from SLIPS.findings(project, "M402")


def footnote_defined_twice(project: Project) -> Iterator[Finding]:
    """Two footnotes of a text have the same label.

    Why: Only the first one is printed.

    Mend: Give the second one another label, and refer to it where it belongs.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Ba lớp[^1], hai buổi[^1].

            [^1]: Lớp buổi tối.

            [^1]: Buổi sáng.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Ba lớp[^1], hai buổi[^2].

            [^1]: Lớp buổi tối.

            [^2]: Buổi sáng.
    """
    yield from SLIPS.findings(project, "M403")


def footnote_in_footnote(project: Project) -> Iterator[Finding]:
    """A footnote stands inside a footnote.

    Why: Word has no footnotes in footnotes; where one leads back to itself, no Word file can be made at all.

    Mend: Put both into one footnote, or refer to the second from the text.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Lớp thứ ba[^1].

            [^1]: Theo quy định[^2].
            [^2]: Quy định số 213-QĐ/TW.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Lớp thứ ba[^1].

            [^1]: Theo Quy định số 213-QĐ/TW.
    """
    yield from SLIPS.findings(project, "M404")
