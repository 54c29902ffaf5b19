"""What there is to draw of an indicator."""

from decimal import Decimal

from tests.rollup.trees import indicator, observation, project
from vankien.rollup.comparison import Verdict
from vankien.rollup.ledger import ledger
from vankien.rollup.series import Kind, kind, units_below, words, year_sums

TREE = {"goc": "", "huyen": "goc", "xa-1": "huyen", "xa-2": "huyen", "xa-3": "goc"}
SCALE = ("Yếu", "Khá", "Tốt")


def book(register, **figures):
    given = {unit.replace("_", "-"): {"x": figure} for unit, figure in figures.items()}
    return ledger(project(TREE, [register], given))


def test_a_unit_with_others_below_it_shows_theirs():
    found = book(indicator(aggregate="sum"), goc=observation(actual=9), xa_1=observation(actual=3))
    assert kind(found, "goc", "x") is Kind.UNITS
    assert units_below(found, "goc", "x") == ["xa-1", "xa-2", "xa-3"]
    assert kind(found, "xa-1", "x") is Kind.OWN
    assert kind(found, "xa-2", "x") is None


def test_years_are_drawn_where_there_are_two():
    found = book(
        indicator(over="year"),
        xa_1=observation(years={"2021": "3", "2022": "4"}),
        xa_2=observation(years={"2022": "4"}),
        xa_3=observation(actual="nhiều"),
    )
    assert [kind(found, unit, "x") for unit in ("xa-1", "xa-2", "xa-3")] == [Kind.YEARS, Kind.OWN, None]


def test_words_are_counted_by_step_of_the_scale():
    register = indicator(measure="ordinal", scale=SCALE, target="Khá")
    found = book(
        register, xa_1=observation(actual="tốt"), xa_2=observation(actual="Tốt"), xa_3=observation(actual="Yếu")
    )
    assert kind(found, "goc", "x") is Kind.WORDS
    counted = words(register, found.readings.values())
    assert [(word.text, word.units, word.verdict) for word in counted] == [
        ("Tốt", 2, Verdict.EXCEEDED),
        ("Khá", 0, Verdict.MET),
        ("Yếu", 1, Verdict.UNMET),
    ]


def test_all_words_for_yes_are_one_and_stories_are_not_counted():
    register = indicator(measure="qualitative", target="có")
    found = book(
        register, xa_1=observation(actual="Có"), xa_2=observation(actual="rồi"), xa_3=observation(actual="chưa")
    )
    counted = words(register, found.readings.values())
    assert [(word.text, word.units, word.verdict) for word in counted] == [
        ("Có", 2, Verdict.MET),
        ("chưa", 1, Verdict.UNMET),
    ]
    stories = {f"xa-{number}": "huyen" for number in range(20)}
    told = {unit: {"x": observation(actual=f"câu chuyện {unit}")} for unit in stories}
    many = ledger(project({"goc": "", "huyen": "goc", **stories}, [register], told))
    assert kind(many, "goc", "x") is None


def test_sums_of_years_say_how_many_units_gave_them():
    register = indicator(over="year", aggregate="sum", target="6", unit="đảng viên")
    found = book(
        register,
        xa_1=observation(years={"2021": "3", "2022": "4"}),
        xa_2=observation(years={"2021": "2", "2022": "1"}),
        xa_3=observation(years={"2022": "1"}),
    )
    assert [(one.year, one.value, one.units, one.verdict) for one in year_sums(found, "goc", register)] == [
        (2021, Decimal(5), 2, Verdict.UNASSESSED),
        (2022, Decimal(6), 3, Verdict.MET),
    ]


def test_the_baseline_of_a_sum_takes_that_of_every_unit():
    register = indicator(aggregate="sum")
    full = book(
        register,
        xa_1=observation(actual=3, baseline=2),
        xa_2=observation(actual=3, baseline=2),
        xa_3=observation(actual=2, baseline=1),
    )
    compared = full.total_comparison("goc", "x")
    assert (compared.before, compared.change, compared.growth) == (Decimal(5), Decimal(3), Decimal(60))
    part = book(register, xa_1=observation(actual=3, baseline=2), xa_2=observation(actual=3))
    assert part.total_comparison("goc", "x").before is None
