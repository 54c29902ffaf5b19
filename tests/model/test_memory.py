"""What is remembered of texts is worked out again only for texts that are new."""

from vankien.model.memory import Memory, Shelved
from vankien.model.source import Body


def bodies(*texts: str) -> list[Body]:
    return [Body(text, "units/khoi/so-ket/hoc-tap.md") for text in texts]


def lengths(memory: Memory, *texts: str) -> tuple[list[tuple[int, ...]], list[str]]:
    """What is found in some texts, and those that were looked at for it."""
    looked: list[str] = []

    def length(body: Body) -> list[int]:
        looked.append(body.text)
        return [len(body.text)]

    return memory.of_texts("khoi", "length", bodies(*texts), length), looked


def test_only_the_text_that_changed_is_looked_at():
    memory = Memory({"khoi": "a"})
    assert lengths(memory, "một", "hai mươi") == ([(3,), (8,)], ["một", "hai mươi"])
    memory.digests = {"khoi": "b"}
    assert lengths(memory, "hai mươi", "mười", "một") == ([(8,), (4,), (3,)], ["mười"])


def test_a_unit_that_did_not_change_is_not_looked_at():
    memory = Memory({"khoi": "a"})
    lengths(memory, "một")
    assert lengths(memory, "một") == ([(3,)], [])


def test_what_cannot_be_read_any_more_is_worked_out():
    def damaged() -> object:
        raise LookupError

    memory = Memory({"khoi": "b"}, values={"khoi": {"length": Shelved("a", load=damaged)}})
    assert lengths(memory, "một") == ([(3,)], ["một"])
