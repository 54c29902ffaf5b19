"""Rules R: files that cannot be read, or only with doubts; the readers find them all."""

from collections.abc import Iterator

from vankien.checks.fault import found_in_reading
from vankien.model.diagnostic import Finding
from vankien.model.project import Project


def cannot_be_opened(project: Project) -> Iterator[Finding]:
    """A file or folder cannot be opened.

    Why: What cannot be opened appears neither on the site nor in the Word files.

    Mend: Ask the person who looks after the computer to allow reading the file, or put the file there anew.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md (unreadable)

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "R101")


def not_a_file(project: Project) -> Iterator[Finding]:
    """A folder, or something else that is no file, stands where a file belongs.

    Why: Every heading has exactly one text file; what lies in a folder of the same name is not read.

    Mend: Move the text out of the folder into a file with the heading's name, then delete the folder.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md/

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "R102")


def link_out_of_repository(project: Project) -> Iterator[Finding]:
    """A symbolic link leads out of the repository.

    Why: On another computer the link leads nowhere, and it could show files that are not meant to be shown.

    Mend: Delete the link and put the file itself in its place.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md -> /etc/hostname

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "R103")


def too_large(project: Project) -> Iterator[Finding]:
    """A text file is larger than 1 MB.

    Why: The longest text of a heading has some ten thousand letters; a file of this size is something else,
    such as a picture or an archive with the wrong name, and would slow everything down.

    Mend: Keep only the heading's text in the file; put pictures and attachments elsewhere.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md (1100000 bytes)

    Good:
        units/so-y-te/so-ket/hoc-tap.md (9000 bytes)
    """
    yield from found_in_reading(project, "R104")


def binary(project: Project) -> Iterator[Finding]:
    """A file that should hold text holds something else.

    Why: A Word file, a picture or an archive does not become a text by getting a name that ends in .md.

    Mend: Copy the words from Word into a plain text file, or delete the file.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md (bytes 50 4B 03 04 14 00 06 00)

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "R105")


def not_utf8(project: Project) -> Iterator[Finding]:
    """A text is not saved in the encoding UTF-8.

    Why: In any other encoding (TCVN3, VNI, Windows-1258) Vietnamese letters turn into other signs elsewhere.

    Mend: Open the file in the program that wrote it and save it again with the encoding UTF-8.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md (bytes 2D 2D 2D 0A 2D 2D 2D 0A 54 68 F9 63 0A)

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện nghị quyết.
    """
    yield from found_in_reading(project, "R106")


def empty_file(project: Project) -> Iterator[Finding]:
    """A file is empty.

    Why: An empty file looks like a delivered text in the list of files, but says nothing.

    Mend: Write the text, or delete the file until there is one.

    Bad:
        units/so-y-te/so-ket/kien-nghi.md

    Good:
        units/so-y-te/so-ket/kien-nghi.md
            ---
            status: draft
            ---
            Đề nghị cấp trên hỗ trợ tài liệu.
    """
    yield from found_in_reading(project, "R107")


def not_composed(project: Project) -> Iterator[Finding]:
    """Vietnamese letters are stored in parts (Unicode NFD) instead of as one letter each (NFC).

    Why: The text looks right, but searching, comparing and counting letters go wrong; it mostly comes from
    copying out of a PDF file or from a Mac.

    Mend: Set the typing program (Unikey, EVKey) to Unicode, not to composed Unicode (Unicode tổ hợp), and
    paste the text again. Until then it is read as if it were right.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md (in NFD)
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "R108")


def name_is_no_id(project: Project) -> Iterator[Finding]:
    """The name of a file or folder holds other signs than a-z, 0-9 and hyphens.

    Why: Spaces, capitals and letters with marks are stored differently on Windows, Mac and Linux, so that
    the same name is found on one computer and not on another.

    Mend: Rename it: small letters without marks, words joined by hyphens, such as `hoc-tap.md`.

    Bad:
        units/so-y-te/so-ket/Hoc tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "R109")


def foreign_line_ends(project: Project) -> Iterator[Finding]:
    """A file has Windows line ends or a byte order mark.

    Why: Nothing is lost, but a comparison of two drafts shows every line as changed.

    Mend: Save the file as UTF-8 without byte order mark (BOM) and with line ends LF.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md (with CR line ends)
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "R110")


def yaml_syntax(project: Project) -> Iterator[Finding]:
    """The lines of `key: value` cannot be read as YAML.

    Why: Of such a file nothing is known; the values it should give are missing everywhere.

    Mend: Compare the line and the one above it with the example. Put quotation marks around a value that
    contains a colon followed by a space, or that begins with a sign such as `[`, `{`, `%` or `@`.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            approved_by: Bí thư: Nguyễn Văn A
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            approved_by: "Bí thư: Nguyễn Văn A"
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "R201")


def yaml_tab(project: Project) -> Iterator[Finding]:
    """A line of `key: value` is indented with a tab.

    Why: YAML only accepts spaces for indentation; with a tab the whole file becomes unreadable.

    Mend: Replace each tab by two spaces.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md (→ is a tab)
            ---
            status: draft
            themes:
            →- cai-cach
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            themes:
              - cai-cach
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "R202")


def duplicate_key(project: Project) -> Iterator[Finding]:
    """A key stands twice in the same place.

    Why: Only one of the two values can count, and nobody sees which one its author meant.

    Mend: Delete one of the two lines.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            status: review
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "R203")


def yaml_anchor(project: Project) -> Iterator[Finding]:
    """A value begins with & or *, which YAML reads as an anchor or an alias.

    Why: With anchors a few lines can stand for gigabytes, or for themselves; the formats do not need them.

    Mend: Write the value out. Put quotation marks around a text that really begins with & or *.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            themes: &chung [cai-cach]
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            themes: [cai-cach]
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "R204")


def nested_too_deeply(project: Project) -> Iterator[Finding]:
    """The values of a file are nested too deeply.

    Why: The formats need five levels; more than thirty are a row of brackets or dashes that nobody meant.

    Mend: Delete the brackets or dashes that are too many.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            themes: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[cai-cach]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            themes: [cai-cach]
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "R205")


def front_matter_not_closed(project: Project) -> Iterator[Finding]:
    """The block of `key: value` lines at the head of a text is missing or not closed.

    Why: Without the two lines `---` nobody can tell where the particulars end and where the text begins.

    Mend: Let the file begin with a line `---`, then the particulars, then a second line `---`, then the text.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "R206")


def merge_left_open(project: Project) -> Iterator[Finding]:
    """A file has the marks that git leaves where two versions could not be merged.

    Why: Both versions stand there one below the other; read as it is, the report would tell everything twice.

    Mend: Keep the words that are right and delete the three lines of marks.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            <<<<<<< HEAD
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
            =======
            Đảng bộ tổ chức bốn lớp học tập nghị quyết.
            >>>>>>> so-y-te

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức bốn lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "R207")
