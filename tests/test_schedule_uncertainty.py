"""Simulations meet closed forms, and the same seed gives the same numbers; forecasts meet published examples."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmxl.schedule.forecast import buffer_size, buffer_state, earned_schedule, zone
from pmxl.schedule.sampling import Shape
from pmxl.schedule.uncertainty import Driver, Range, Stretch, simulate, what_drives_it

DRAWS = 20_000


def chain(count: int, days: float = 10, spread: Range | None = None) -> list[Stretch]:
    return [Stretch(f"T-{i}", days, spread, waits=[(f"T-{i - 1}", "FS", 0)] if i else []) for i in range(count)]


@pytest.mark.parametrize("count", [1, 5])
def test_parallel_uniforms_join_late(count: int) -> None:
    """The largest of n uniforms has the quantile q ** (1 / n): merge bias."""
    tasks = [Stretch(f"T-{i}", 10, Range(8, 10, 12, "uniform")) for i in range(count)]
    found = simulate(tasks, draws=DRAWS)
    for percent in (50, 80, 90):
        assert found.percentile(percent) == pytest.approx(8 + 4 * (percent / 100) ** (1 / count), abs=0.05)
    assert all(share == pytest.approx(1 / count, abs=0.02) for share in found.critical.values())
    assert found.chance(10) == pytest.approx(0.5**count, abs=0.02)


@pytest.mark.parametrize("count", [1, 4, 16])
def test_a_chain_of_triangulars_has_the_sum_of_their_moments(count: int) -> None:
    found = simulate(chain(count, spread=Range(8, 10, 16)), draws=DRAWS)
    assert found.mean() == pytest.approx(count * 34 / 3, rel=0.01)
    assert found.deviation() == pytest.approx((count * 26 / 9) ** 0.5, rel=0.03)
    assert set(found.critical.values()) == {1.0}


def test_a_pert_estimate_has_the_mean_of_its_beta() -> None:
    found = simulate(chain(1, spread=Range(8, 10, 16, "pert")), draws=DRAWS)
    assert found.mean() == pytest.approx(32 / 3, abs=0.05)
    assert found.deviation() == pytest.approx(1.4254, rel=0.03)


def factor(name: str, chance: float, value: float, *tasks: str) -> Driver:
    return Driver(name, chance, Range(value, value, value), tasks, "factor")


def test_tasks_hit_by_one_risk_move_together() -> None:
    found = simulate(chain(2), [factor("R-1", 0.5, 1.2, "T-0", "T-1")], draws=DRAWS).finishes[""]
    assert set(np.round(found, 6)) == {20.0, 24.0}
    assert (found == 20).mean() == pytest.approx(0.5, abs=0.015)


def test_factors_multiply_in_series_and_the_largest_counts_in_parallel() -> None:
    both = [factor("R-1", 1, 1.1, "T-0"), factor("R-2", 1, 1.2, "T-0")]
    assert simulate(chain(1), both).mean() == pytest.approx(13.2)
    assert simulate(chain(1), both, combine="parallel").mean() == pytest.approx(12.0)


def test_days_are_added_where_a_risk_happens() -> None:
    found = simulate(chain(1), [Driver("R-1", 0.3, Range(5, 5, 5), ("T-0",))], draws=DRAWS)
    assert found.mean() == pytest.approx(11.5, abs=0.05)


def test_the_tornado_ranks_what_taking_a_risk_away_saves() -> None:
    risks = [factor("A", 0.5, 1.2, "T-0"), factor("B", 0.2, 1.3, "T-0"), factor("C", 1, 1.05, "T-0")]
    mean = {effect.driver: effect.mean for effect in what_drives_it(chain(1, 100), risks, draws=DRAWS)}
    assert mean == pytest.approx({"A": 122.43 - 111.3, "B": 122.43 - 115.5, "C": 122.43 - 116.6}, abs=0.5)


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others() -> None:
    tasks = chain(3, spread=Range(8, 10, 16))
    one, two, other = simulate(tasks), simulate(tasks), simulate(tasks, seed=2)
    assert (one.finishes[""] == two.finishes[""]).all()
    assert (one.finishes[""] != other.finishes[""]).any()


def test_leaving_a_risk_out_changes_no_other_draw() -> None:
    risks = [factor("A", 0.5, 1.5, "T-0"), factor("B", 0.5, 1.2, "T-1")]
    watched = simulate(chain(2), risks, watch=["T-0", "T-1"], without="B")
    assert (watched.finishes["T-0"] == simulate(chain(2), risks, watch=["T-0"]).finishes["T-0"]).all()


@pytest.mark.parametrize(("kind", "finish"), [("FS", 11), ("SS", 5), ("FF", 7), ("SF", 4)])
def test_every_link_type_counts_as_in_the_schedule(kind: str, finish: float) -> None:
    """Task A of 6 days from day 0; task B of 4 days waits with a lag of one day."""
    tasks = [Stretch("A", 6), Stretch("B", 4, waits=[("A", kind, 1)])]
    assert simulate(tasks, watch=["B"], draws=1).mean("B") == finish


@pytest.mark.parametrize("shape", ["triangular", "pert", "uniform"])
@pytest.mark.parametrize("together", [0.0, 0.5, 1.0])
def test_estimates_that_move_together_spread_by_their_correlation(shape: Shape, together: float) -> None:
    """A chain of n equal ranges has n times the mean, and n + n (n - 1) r times the variance of one."""
    one = simulate(chain(1, spread=Range(8, 10, 16, shape)), draws=DRAWS)
    ten = simulate(chain(10, spread=Range(8, 10, 16, shape)), draws=DRAWS, correlation=together)
    assert ten.mean() == pytest.approx(10 * one.mean(), rel=0.01)
    assert ten.deviation() == pytest.approx(one.deviation() * (10 + 90 * together) ** 0.5, rel=0.04)


def test_a_correlation_outside_0_to_1_is_refused() -> None:
    with pytest.raises(ValueError, match=r"between 0 and 1, not at 1\.5"):
        simulate([], correlation=1.5)


def test_taking_the_range_of_a_task_away_leaves_its_likely_days() -> None:
    tasks = chain(2, spread=Range(8, 10, 16))
    effects = what_drives_it(tasks, [], ranges=["T-0"], draws=DRAWS)
    assert [(e.driver, round(e.mean, 1)) for e in effects] == [("T-0", 1.3)]
    alone = simulate(tasks, draws=DRAWS, watch=["T-0"], without="T-1").finishes["T-0"]
    assert (alone == simulate(tasks, draws=DRAWS, watch=["T-0"]).finishes["T-0"]).all()


def test_a_risk_falls_on_a_task_that_it_names_twice_once() -> None:
    assert simulate(chain(1), [Driver("R-1", 1, Range(5, 5, 5), ("T-0", "T-0"))], draws=10).mean() == 15


def test_what_waits_for_a_start_that_has_been_waits_no_more() -> None:
    """A began on day 0 and still takes 8 days; B may start 2 days after that start, whatever A takes."""
    tasks = [Stretch("A", 8, Range(8, 8, 40), 5, (), 0), Stretch("B", 3, waits=[("A", "SS", 2)])]
    found = simulate(tasks, watch=["B"], draws=200)
    assert set(found.finishes["B"]) == {5.0}
    assert found.critical == {"A": 1.0, "B": 0.0}


def test_a_circle_is_named() -> None:
    with pytest.raises(ValueError, match="circle: A, B"):
        simulate([Stretch("A", 1, waits=[("B", "FS", 0)]), Stretch("B", 1, waits=[("A", "FS", 0)])])


def test_no_tasks_finish_at_once() -> None:
    assert simulate([]).mean() == 0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50), st.floats(0, 50)), min_size=1, max_size=6))
def test_an_s_curve_never_falls_and_stays_within_the_ranges(points: list[tuple[float, float, float]]) -> None:
    tasks = [Stretch(f"T-{i}", 1, Range(*p)) for i, p in enumerate(points)]
    curve = simulate(tasks, draws=200).s_curve()
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(curve))
    assert curve[-1][0] <= max(max(p) for p in points) + 1e-9


def test_earned_schedule_and_buffers_meet_the_published_examples(shared: Path) -> None:
    cases = json.loads((shared / "data/schedule/exact-cases.json").read_text())
    seen = 0
    for case in cases:
        given_, want = case["input"], case["expected"]
        if case["kind"] == "earned-schedule":
            got = earned_schedule(given_["pv_cum"], given_["ev"], given_["at"], given_["pd"])
            keys = ("ES", "SV_t", "SPI_t", "IEAC_t", "TSPI")
            assert list(got) == pytest.approx([want[key] for key in keys], abs=1e-9)
        elif "zone" in want:
            lines = {"green": tuple(given_["green_line"]), "red": tuple(given_["red_line"])}
            assert zone(given_["buffer_pct"], given_["chain_pct"], **lines) == want["zone"]
        elif "burn_rate_exact" in want:
            state = buffer_state(given_["buffer"], given_["used"], given_["chain"], given_["complete"])
            assert state.burn_rate == pytest.approx(want["burn_rate_exact"])
        else:
            continue
        seen += 1
    assert seen >= 6


def test_earned_schedule_by_hand() -> None:
    got = earned_schedule([0, 10, 25, 45, 70, 85, 95, 100], earned=45, now=4)
    assert (got.earned, got.variance, got.pace, got.to_complete) == (3.0, -1.0, 0.75, 4 / 3)
    assert earned_schedule([0, 5], 0, 0).pace is None
    with pytest.raises(ValueError, match="must not fall"):
        earned_schedule([0, 5, 4], 1, 1)


def test_buffer_sizes() -> None:
    assert buffer_size([10, 8], [6, 5], rule="half") == 3.5
    assert buffer_size([10, 8], [6, 5]) == 5.0
    with pytest.raises(ValueError, match="longer than nought"):
        buffer_state(0, 0, 10, 0)
