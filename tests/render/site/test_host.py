"""Where a comment can be written on the team's code host, whatever host that is."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from vankien.model.cycle import Cycle
from vankien.render.site.host import edit_link, fills_in, kind, new_file_link

PATH = "units/so-thuy-loi/comments/gop-y.md"
CONTENT = "---\nreport: so-ket\nquote: “ước 88 & 90%” #1\n---\n\nĐề nghị sửa + bỏ.\n"


def cycle(repository: str, host: str = "", branch: str = "main") -> Cycle:
    return Cycle("Kỳ", "khoi", repository=repository, host=host, branch=branch)


@pytest.mark.parametrize(
    ("repository", "host", "found"),
    [
        ("https://github.com/to/kho", "", "github"),
        ("https://gitlab.example.vn/to/nhom/kho", "", "gitlab"),
        ("https://codeberg.org/to/kho", "", "forgejo"),
        ("https://git.example.vn/to/kho", "", "github"),
        ("https://git.example.vn/to/kho", "forgejo", "forgejo"),
        ("http://10.0.0.7:3000/to/kho", "gitlab", "gitlab"),
        ("", "github", ""),
        ("git@github.com:to/kho.git", "", ""),
        ("javascript:alert(1)", "github", ""),
        ("file:///srv/kho", "", ""),
    ],
)
def test_the_host_is_told_by_the_cycle_or_by_its_address(repository, host, found):
    assert kind(cycle(repository, host)) == found


@pytest.mark.parametrize(
    ("host", "folder"), [("github", "/to/kho/new/dev/x/units/so-thuy-loi/comments"),
                         ("forgejo", "/to/kho/_new/dev/x/units/so-thuy-loi/comments")],
)  # fmt: skip
def test_a_new_file_is_opened_with_its_name_and_its_words_as_they_are(host, folder):
    one = cycle("https://host.example.vn/to/kho/", host, "dev/x")
    address = urlsplit(new_file_link(one, PATH, CONTENT))
    assert unquote(address.path) == folder
    assert parse_qs(address.query) == {"filename": ["gop-y.md"], "value": [CONTENT]}
    # Nothing in the words may end the query or stand for a blank.
    assert address.fragment == "" and "+" not in address.query
    assert fills_in(one)


def test_gitlab_takes_the_place_of_a_new_file_but_not_its_words():
    one = cycle("https://gitlab.com/to/kho")
    address = urlsplit(new_file_link(one, PATH, CONTENT))
    assert (address.path, parse_qs(address.query)) == ("/to/kho/-/new/main", {"file_name": [PATH]})
    assert not fills_in(one)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("github", "https://host.example.vn/kho/edit/main/units/a/b%20c.md"),
        ("gitlab", "https://host.example.vn/kho/-/edit/main/units/a/b%20c.md"),
        ("forgejo", "https://host.example.vn/kho/_edit/main/units/a/b%20c.md"),
    ],
)
def test_a_file_is_edited_where_the_host_edits_files(host, address):
    assert edit_link(cycle("https://host.example.vn/kho", host), "units/a/b c.md") == address


def test_without_a_code_host_there_is_no_link():
    assert (edit_link(cycle(""), PATH), new_file_link(cycle(""), PATH, CONTENT)) == ("", "")
