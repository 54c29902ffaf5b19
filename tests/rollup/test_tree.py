"""Totals through the tree of units: what counts, what is missing, and when there is no number."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rollup.trees import END, indicator, observation, project
from vankien.model.cycle import Period
from vankien.rollup.ledger import Ledger, ledger
from vankien.rollup.reading import Readings
from vankien.rollup.tree import LeftOut, Refusal, Totals, total

PARENTS = {"tinh": "", "huyen-1": "tinh", "huyen-2": "tinh", "xa-1": "huyen-1", "xa-2": "huyen-1", "xa-3": "huyen-2"}
RATIO = {"unit": "%", "measure": "percentage", "aggregate": "ratio"}
COUNT = {"unit": "đảng viên", "aggregate": "sum"}
SCALE = ("Yếu", "Khá", "Tốt")


def rolled_up(register, figures, parents=PARENTS, **more):
    """The totals of one indicator by unit, where each unit reports what is given for it."""
    made = project(parents, [indicator(**register)], {unit: {"x": one} for unit, one in figures.items()}, **more)
    return {unit: found for (unit, _), found in Totals(made, Readings(made)).items()}


def count(value, **more):
    return observation(actual=value, **more)


@pytest.mark.parametrize(
    ("register", "typed", "value"),
    [
        (COUNT, [{"actual": "1.000"}, {"actual": 2}, {"actual": 3}], Decimal(1005)),
        (RATIO, [{"actual": "1/2"}, {"numerator": 8, "denominator": 10}, {"actual": "0/3"}], Decimal(60)),
        (COUNT | {"aggregate": "min"}, [{"actual": 4}, {"actual": 2}, {"actual": 3}], Decimal(2)),
        (COUNT | {"aggregate": "max"}, [{"actual": 4}, {"actual": 2}, {"actual": 3}], Decimal(4)),
        (
            COUNT | {"aggregate": "share-met", "target": ">= 1"},
            [{"actual": 4}, {"actual": 0}, {"actual": 3}],
            Decimal(2) / 3 * 100,
        ),
        (
            COUNT | {"aggregate": "share-met", "target": ">= 1"},
            [{"actual": 4}, {"actual": 2, "target": 3}, {"actual": "từ 02 đến 03"}],
            Decimal(2) / 3 * 100,
        ),
        (COUNT | {"aggregate": "none"}, [{"actual": 4}, {"actual": 2}, {"actual": 3}], None),
        ({"aggregate": "ratio", "unit": "bác sĩ/vạn dân"}, [{"actual": "30/4"}] * 3, Decimal("7.5")),
    ],
)
def test_each_way_to_roll_up(register, typed, value):
    figures = {f"xa-{number}": observation(**one) for number, one in enumerate(typed, 1)}
    found = rolled_up(register, figures)
    assert (found["tinh"].value, found["tinh"].coverage.reported, found["tinh"].coverage.asked) == (value, 3, 3)
    assert set(found) == {"tinh", "huyen-1", "huyen-2"}


def test_words_roll_up_by_their_scale():
    register = {"measure": "ordinal", "scale": SCALE, "target": "Khá", "aggregate": "min"}
    figures = {"xa-1": count("Tốt"), "xa-2": count("khá"), "xa-3": count("Giỏi")}
    found = rolled_up(register, figures)["tinh"]
    assert (found.words, found.left_out) == ("Khá", (LeftOut("xa-3", "scale"),))
    assert rolled_up(register | {"aggregate": "share-met"}, figures)["tinh"].value == 100


def test_a_total_says_who_is_missing_who_is_stale_and_who_is_left_out():
    old = datetime.date(2023, 2, 28)
    figures = {"xa-1": count(5, as_of=old), "xa-2": count("-1")}
    found = rolled_up(COUNT, figures)["tinh"]
    assert (found.value, found.coverage.reported, found.coverage.asked) == (5, 1, 3)
    assert (found.missing, found.stale, found.left_out) == (("xa-3",), ("xa-1",), (LeftOut("xa-2", "negative"),))
    assert [part.unit for part in found.parts] == ["xa-1"]


def test_a_gap_is_never_a_zero():
    found = rolled_up(COUNT, {})["tinh"]
    assert (found.value, found.coverage.reported, found.missing) == (None, 0, ("xa-1", "xa-2", "xa-3"))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"actual": "nhiều"}, "text"),
        ({"actual": "1,2,3"}, "commas"),
        ({"actual": "NaN"}, "not-finite"),
        ({"actual": "∞"}, "not-finite"),
        ({"actual": "-4"}, "negative"),
        ({"actual": "5/4"}, "above"),
        ({"actual": "4/0"}, "zero"),
        ({"actual": "4", "as_of": datetime.date(2024, 1, 1)}, "future"),
        ({"actual": "4", "as_of": datetime.date(2019, 1, 1)}, "outside"),
        ({"actual": "4 - 5"}, "range"),
        ({"actual": "1,395"}, "ambiguous"),
        ({"actual": "4", "parts": {"nu": "5"}}, "parts"),
    ],
)
def test_bad_input_leaves_the_unit_out_and_says_so(typed, reason):
    found = rolled_up(COUNT, {"xa-1": observation(**typed), "xa-2": count(2), "xa-3": count(3)})["tinh"]
    assert (found.value, found.left_out) == (5, (LeftOut("xa-1", reason),))
    assert (found.coverage.reported, found.coverage.asked) == (2, 3)


def test_a_unit_that_was_not_asked_is_left_out_and_not_missed():
    register = COUNT | {"applies": "unit:xa-1, unit:xa-2"}
    found = rolled_up(register, {"xa-1": count(1), "xa-2": count(2), "xa-3": count(3)})
    assert (found["tinh"].value, found["tinh"].left_out) == (3, (LeftOut("xa-3", "unasked"),))
    assert found["tinh"].coverage.asked == 2
    assert "huyen-2" not in found


@pytest.mark.parametrize(
    ("register", "figures", "refusal"),
    [
        (COUNT, {"xa-1": count("2 đoàn viên"), "xa-2": count(1)}, Refusal("unit", ("xa-1",))),
        (RATIO, {"xa-1": count("95%"), "xa-2": count("3/4")}, Refusal("base", ("xa-1",))),
        (
            COUNT | {"over": "year"},
            {"xa-1": count(1, as_of=datetime.date(2022, 12, 31)), "xa-2": count(1), "xa-3": count(2)},
            Refusal("period", ("xa-1",)),
        ),
        (RATIO | {"aggregate": "sum"}, {"xa-1": count("95%")}, Refusal("percentages")),
    ],
)
def test_what_must_not_be_added_up_has_no_number(register, figures, refusal):
    found = rolled_up(register, figures)["tinh"]
    assert (found.value, found.refused) == (None, refusal)


def test_levels_whose_periods_end_in_different_months_have_no_common_total():
    levels = {"huyen-2": "huyen", "xa-1": "co-so", "xa-2": "co-so"}
    parents = {unit: parent for unit, parent in PARENTS.items() if unit != "xa-3"}
    march, april = datetime.date(2023, 3, 31), datetime.date(2023, 4, 30)
    periods = {"co-so": Period(None, march), "huyen": Period(None, april)}
    given = {"xa-1": count(1, as_of=march), "xa-2": count(2, as_of=march), "huyen-2": count(4, as_of=april)}
    found = rolled_up(COUNT, given, parents, levels=levels, periods=periods)
    assert found["tinh"].refused == Refusal("period", ("huyen-2",))
    assert found["huyen-1"].value == 3
    same = {unit: count(1, as_of=march) for unit in given}
    assert rolled_up(COUNT, same, parents, levels=levels, periods=periods)["tinh"].value == 3


def test_a_unit_is_not_counted_twice():
    made = project({"xa-1": ""}, [indicator(**COUNT)], {"xa-1": {"x": count(2)}})
    reading = Readings(made)["xa-1", "x"]
    found = total(indicator(**COUNT), "tinh", [reading, reading])
    assert (found.value, found.refused) == (None, Refusal("twice", ("xa-1",)))


def test_a_unit_between_is_compared_and_not_added():
    made = project(
        PARENTS,
        [indicator(**COUNT)],
        {unit: {"x": count(value)} for unit, value in {"huyen-1": 8, "xa-1": 5, "xa-2": 2, "xa-3": 1}.items()},
    )
    book = ledger(made)
    assert book.totals["tinh", "x"].value == 8
    (difference,) = book.differences
    assert (difference.own.unit, difference.own.figure.value, difference.total.value) == ("huyen-1", 8, 7)
    assert difference.comparable
    assert [part.unit for part in difference.total.parts] == ["xa-1", "xa-2"]


@pytest.mark.parametrize(("typed", "differs"), [("66,67%", False), ("67%", False), ("66,66%", True), ("66,7%", False)])
def test_an_own_percentage_is_compared_as_exactly_as_it_was_typed(typed, differs):
    figures = {"huyen-1": count(typed), "xa-1": count("3/4"), "xa-2": count("3/5")}
    made = project(PARENTS, [indicator(**RATIO)], {unit: {"x": one} for unit, one in figures.items()})
    assert bool(ledger(made).differences) is differs


def test_parts_roll_up_with_the_whole():
    figures = {
        "xa-1": count(5, parts={"nu": "3", "dan-toc": "1"}),
        "xa-2": count(4, parts={"nu": "2"}),
        "xa-3": count(9, parts={"nu": "10"}),
    }
    assert rolled_up(COUNT, figures)["tinh"].breakdown == {"dan-toc": 1, "nu": 5}


def test_a_loop_of_units_has_no_total_and_hurts_no_other():
    parents = PARENTS | {"a": "b", "b": "a"}
    found = rolled_up(COUNT, {"xa-1": count(1), "a": count(1)}, parents)
    assert set(found) == {"tinh", "huyen-1", "huyen-2"}


@pytest.mark.parametrize(
    ("register", "unit", "fields", "target"),
    [
        (COUNT | {"target": "140 - 150"}, "tinh", {}, "140 - 150"),
        (COUNT | {"target": "140 - 150"}, "xa-1", {}, ""),
        (RATIO | {"target": "> 90"}, "xa-1", {}, "> 90"),
        (COUNT | {"target": ">= 1", "aggregate": "share-met"}, "xa-1", {}, ">= 1"),
        (COUNT | {"target": ">= 1", "aggregate": "share-met"}, "huyen-1", {}, ""),
    ],
)
def test_the_target_of_a_sum_binds_only_the_whole_and_that_of_a_share_only_each_unit(register, unit, fields, target):
    made = project(PARENTS, [indicator(**register)], {})
    assert ledger(made).owed(unit, made.indicators["x"]).target == target


def test_a_total_is_held_against_the_target_of_the_whole():
    made = project(
        PARENTS,
        [
            indicator("tong", **COUNT, target="140 - 150"),
            indicator("ty-le", unit="mô hình", aggregate="share-met", target=">= 1", share="> 60"),
        ],
        {f"xa-{n}": {"tong": count(50, id="tong"), "ty-le": count(n - 1, id="ty-le")} for n in (1, 2, 3)},
    )
    book = ledger(made)
    assert book.total_comparison("tinh", "tong").verdict.value == "met"
    assert book.total_comparison("huyen-1", "tong").verdict.value == "unassessed"
    assert book.total_comparison("tinh", "ty-le").verdict.value == "exceeded"
    assert book.comparison("xa-1", "ty-le").verdict.value == "behind"


def test_the_same_project_is_reckoned_once():
    made = project(PARENTS, [indicator(**COUNT)], {})
    assert ledger(made) is ledger(made)


numbers = st.decimals(0, 10**12, places=6)
trees = st.lists(st.integers(0, 10**6), min_size=1, max_size=30)


def grown(seeds):
    """A tree in which each unit hangs on one that came before it."""
    ids = [f"u{number}" for number in range(len(seeds))]
    return {id: ids[seed % number] if number else "" for number, (id, seed) in enumerate(zip(ids, seeds, strict=True))}


def written(value):
    return f"{value:f}".replace(".", ",")


@given(trees, st.lists(numbers, min_size=30, max_size=30), st.sampled_from(["sum", "ratio", "min", "max", "share-met"]))
def test_the_total_of_a_tree_is_the_total_of_its_leaves(seeds, values, aggregate):
    parents = grown(seeds)
    leaves = set(parents) - set(parents.values())
    given_by = dict(zip(parents, values, strict=False))
    register = indicator(unit="tỷ đồng", aggregate=aggregate, target="1.000.000.000", decimals=2)
    figures = {
        unit: {
            "x": observation(numerator=written(value), denominator="2")
            if aggregate == "ratio"
            else count(written(value))
        }
        for unit, value in given_by.items()
        if unit in leaves
    }
    made = project(parents, [register], figures)
    found = Totals(made, Readings(made)).get(("u0", "x"))
    if len(parents) == 1:
        assert found is None
        return
    own = [given_by[leaf] for leaf in leaves]
    expected = {
        "sum": sum(own),
        "ratio": sum(own) / (2 * len(own)),
        "min": min(own),
        "max": max(own),
        "share-met": Decimal(sum(value >= 10**9 for value in own)) / len(own) * 100,
    }[aggregate]
    assert found.value == expected
    assert found.coverage.reported == found.coverage.asked == len(leaves)


typed_values = st.sampled_from(["12", "-3", "7/7", "0/0", "1.395", "94,38%", "NaN", "5 - 9", "có", "Khá", "x", ""])


@given(
    st.fixed_dictionaries(
        {
            "measure": st.sampled_from(["number", "percentage", "ordinal", "qualitative"]),
            "aggregate": st.sampled_from(["sum", "ratio", "share-met", "min", "max", "none"]),
            "over": st.sampled_from(["term", "year", "moment"]),
            "unit": st.sampled_from(["", "%", "đảng viên", "tỷ đồng"]),
            "target": typed_values,
            "scale": st.sampled_from([(), SCALE]),
        }
    ),
    st.lists(
        st.tuples(
            st.dictionaries(st.sampled_from(["actual", "numerator", "denominator", "target", "unit"]), typed_values),
            st.dictionaries(st.sampled_from(["2021", "2022-08", "?"]), typed_values),
            st.none() | st.dates(datetime.date(2019, 1, 1), datetime.date(2024, 1, 1)),
        ),
        max_size=6,
    ),
)
def test_no_figure_makes_a_total_raise_and_every_unit_is_accounted_for(register, given_values):
    units = list(PARENTS)[: len(given_values)]
    made = project(
        PARENTS,
        [indicator(**register)],
        {
            unit: {"x": observation(as_of=day, **fields, years=years)}
            for unit, (fields, years, day) in zip(units, given_values, strict=True)
        },
    )
    book = ledger(made)
    for (unit, _), whole in book.totals.items():
        assert whole.coverage.reported == len(whole.parts)
        assert whole.coverage.asked == len(whole.parts) + len(whole.missing) + len(whole.left_out)
        book.comparison(unit, "x"), book.total_comparison(unit, "x")


def test_a_note_without_a_figure_is_a_gap():
    found = rolled_up(COUNT, {"xa-1": observation(note="đang tổng hợp"), "xa-2": count(2)})["tinh"]
    assert (found.value, found.missing, found.left_out) == (2, ("xa-1", "xa-3"), ())


@given(st.permutations(list(PARENTS)), st.permutations(["xa-1", "xa-2", "xa-3"]), st.data())
def test_a_total_does_not_depend_on_the_order_of_units(order, order_of_readings, data):
    aggregate = data.draw(st.sampled_from(["sum", "ratio", "share-met", "min", "max"]))
    register = indicator(unit="ha", aggregate=aggregate, target="> 5", decimals=1)
    figures = {
        unit: {"x": observation(actual=f"{written(data.draw(numbers))}" + ("/7" if aggregate == "ratio" else ""))}
        for unit in ("xa-1", "xa-2", "xa-3")
    }
    straight = project(PARENTS, [register], figures)
    shuffled = project({unit: PARENTS[unit] for unit in order}, [register], figures)
    one, other = (Totals(made, Readings(made)) for made in (straight, shuffled))
    assert {key: whole.value for key, whole in one.items()} == {key: whole.value for key, whole in other.items()}
    found = Readings(straight)
    assert total(register, "tinh", [found[unit, "x"] for unit in order_of_readings]) == total(
        register, "tinh", list(found.values())
    )


def test_the_day_of_the_period_is_the_last_that_counts():
    assert rolled_up(COUNT, {"xa-1": count(1, as_of=END)})["tinh"].value == 1


@given(st.data())
def test_the_figures_of_one_unit_are_the_same_without_those_of_the_others(data):
    parents = {"u0": ""}
    for number in range(1, 20):
        parents[f"u{number}"] = f"u{data.draw(st.integers(max(0, number - 6), number - 1))}"
    aggregate = data.draw(st.sampled_from(["sum", "ratio", "share-met", "min", "max"]))
    register = [indicator(unit="ha", aggregate=aggregate, target="> 5", decimals=1)]
    figures = {
        unit: {"x": observation(actual=f"{written(data.draw(numbers))}" + ("/7" if aggregate == "ratio" else ""))}
        for unit in data.draw(st.sets(st.sampled_from(sorted(parents))))
    }
    made = project(parents, register, figures)
    whole, rolled_up = Readings(made).whole, Totals(made, Readings(made)).whole
    differing = {(one.own.unit, one.total.indicator) for one in ledger(made).differences}
    for unit in parents:
        alone = Ledger(made)
        assert alone.totals.get((unit, "x")) == rolled_up.get((unit, "x"))
        assert alone.readings.get((unit, "x")) == whole.get((unit, "x"))
        assert alone.differs(unit, "x") == ((unit, "x") in differing)
