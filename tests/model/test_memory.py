"""What is remembered of texts is worked out again only for texts that are new."""

from vankien.model.memory import Memory, Shelved
from vankien.model.source import Body


def bodies(*texts: str) -> list[tuple[int, Body]]:
    return [(number, Body(text, "units/khoi/so-ket/hoc-tap.md")) for number, text in enumerate(texts)]


def lengths(memory: Memory, *texts: str) -> tuple[list[tuple[int, tuple[int, ...]]], list[str]]:
    """What is found in some texts, and those that were looked at for it."""
    looked: list[str] = []

    def length(body: Body) -> list[int]:
        looked.append(body.text)
        return [len(body.text)] * bool(body.text)

    return list(memory.of_texts("khoi", "length", lambda: bodies(*texts), length)), looked


def test_only_the_text_that_changed_is_looked_at():
    memory = Memory({"khoi": "a"})
    assert lengths(memory, "một", "hai mươi") == ([(0, (3,)), (1, (8,))], ["một", "hai mươi"])
    memory.digests = {"khoi": "b"}
    assert lengths(memory, "hai mươi", "mười", "một") == ([(0, (8,)), (1, (4,)), (2, (3,))], ["mười"])


def test_a_unit_that_did_not_change_is_not_looked_at():
    memory = Memory({"khoi": "a"})
    lengths(memory, "một")
    assert lengths(memory, "một") == ([(0, (3,))], [])


def test_what_cannot_be_read_any_more_is_worked_out():
    def damaged() -> object:
        raise LookupError

    memory = Memory({"khoi": "b"}, values={"khoi": {"length": Shelved("a", load=damaged)}})
    assert lengths(memory, "một") == ([(0, (3,))], ["một"])


def test_only_texts_in_which_something_is_found_are_told():
    memory = Memory({"khoi": "a"})
    assert lengths(memory, "", "một") == ([(1, (3,))], ["", "một"])
    memory.digests = {"khoi": "b"}
    assert lengths(memory, "một", "") == ([(0, (3,))], [])


def doubled(memory: Memory, **parts: str) -> tuple[list[str], list[list[str]]]:
    """Some parts, each under its key, twice over, and those that were worked out for it."""
    asked: list[list[str]] = []

    def double(new: list[str]) -> list[str]:
        asked.append(new)
        return [part * 2 for part in new]

    return list(memory.of_parts("", "double", parts, double)), asked


def test_only_the_parts_that_changed_are_worked_out_together():
    memory = Memory({"": ""})
    assert doubled(memory, a="x", b="y", c="z") == (["xx", "yy", "zz"], [["x", "y", "z"]])
    assert doubled(memory, a="x", b="y", c="z") == (["xx", "yy", "zz"], [])
    assert doubled(memory, d="v", c="z", e="w") == (["vv", "zz", "ww"], [["v", "w"]])
    assert doubled(memory, c="z") == (["zz"], [])


def test_parts_that_cannot_be_read_any_more_are_worked_out():
    def damaged() -> object:
        raise LookupError

    memory = Memory({"": ""}, values={"": {"double": Shelved("a", load=damaged)}})
    assert doubled(memory, a="x") == (["xx"], [["x"]])
