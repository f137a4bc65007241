"""Bars reach the right height, the axis is round, and nothing breaks on no data, one day or a whole month."""

from itertools import pairwise

import pytest

from doorstep.ui.charts import BASE, LEFT, TOP, Count, axis, axis_top, bars, funnel_rows, spark


def counts(*values: int | None, before: int | None = None) -> list[Count]:
    return [Count(str(day), f"day {day}", "/", value, before) for day, value in enumerate(values, start=1)]


@pytest.mark.parametrize(
    ("highest", "top", "lines"),
    [
        (0, 2, [0, 1, 2]),
        (1, 2, [0, 1, 2]),
        (3, 3, [0, 1, 2, 3]),
        (4, 4, [0, 2, 4]),
        (18, 20, [0, 10, 20]),
        (41, 60, [0, 20, 40, 60]),
        (60, 60, [0, 20, 40, 60]),
        (61, 75, [0, 25, 50, 75]),
        (1_000_000, 1_000_000, [0, 500_000, 1_000_000]),
    ],
)
def test_the_axis_ends_on_a_round_number_with_three_lines_at_most(highest: int, top: int, lines: list[int]) -> None:
    assert axis_top(highest) == top
    assert axis(top) == lines


@pytest.mark.parametrize("highest", [*range(200), 999, 12_345, 7_654_321])
def test_no_bar_is_higher_than_the_axis(highest: int) -> None:
    top = axis_top(highest)
    assert top >= highest
    assert len(axis(top)) <= 4
    assert axis(top)[-1] == top


def test_a_bar_stands_on_the_base_and_its_height_is_its_share_of_the_axis() -> None:
    (bar,) = bars(counts(10)).bars
    assert bar.y + bar.height == BASE
    assert bar.height == pytest.approx((BASE - TOP) * 10 / axis_top(10))


def test_nothing_is_a_bar_without_height() -> None:
    chart = bars(counts(0, 0, 0))
    assert [bar.height for bar in chart.bars] == [0, 0, 0]
    assert [line.value for line in chart.grid] == [0, 1, 2]


def test_a_chart_without_days_has_an_axis_and_no_bars() -> None:
    chart = bars([])
    assert chart.bars == ()
    assert chart.grid[0].is_base


def test_one_day_is_a_bar_in_the_middle_and_not_a_wall() -> None:
    (bar,) = bars(counts(5)).bars
    assert bar.middle == LEFT + (100 - LEFT) / 2
    assert bar.width <= 8


def test_the_bars_of_a_month_stay_inside_and_do_not_touch() -> None:
    drawn = bars(counts(*range(31))).bars
    assert drawn[0].x >= LEFT
    assert drawn[-1].hit_x + drawn[-1].hit_width <= 100
    assert all(left.x + left.width < right.x for left, right in pairwise(drawn))


def test_a_month_shows_eleven_labels_at_most_and_half_of_them_on_a_phone() -> None:
    drawn = bars(counts(*range(31))).bars
    shown = [bar for bar in drawn if bar.shows_label]
    assert len(shown) <= 11
    assert 0 < len([bar for bar in shown if not bar.is_minor]) <= 6


def test_the_label_of_now_shows_and_its_neighbours_make_room() -> None:
    days = [Count(str(day), "", "/", 1, is_now=day == 18) for day in range(1, 32)]
    shown = [bar.count.label for bar in bars(days).bars if bar.shows_label]
    assert "18" in shown
    assert not {"17", "19", "16", "20"} & set(shown)


def test_what_has_not_come_yet_raises_the_axis_by_its_comparison_only() -> None:
    chart = bars(counts(None, before=50))
    assert chart.grid[-1].value >= 50
    assert chart.bars[0].tick_y < BASE


def test_a_sparkline_runs_from_edge_to_edge_and_the_highest_value_is_on_top() -> None:
    line = spark([1, 5, 3])
    assert line.points == "0.0,24.0 50.0,4.0 100.0,14.0"
    assert (line.end_x, line.end_y) == (100.0, 14.0)


@pytest.mark.parametrize("values", [[], [7], [3, 3, 3]])
def test_a_sparkline_of_nothing_of_one_and_of_equal_values_is_flat(values: list[int]) -> None:
    heights = {point.split(",")[1] for point in spark(values).points.split()}
    assert heights == {"14.0"}


def test_the_longest_row_of_a_funnel_is_full_and_the_shares_are_of_all() -> None:
    rows = funnel_rows([("not_invited", "Not invited", 30, "/"), ("registered", "Registered", 10, "/")])
    assert [row.width for row in rows] == [100, 33]
    assert [row.share for row in rows] == [75, 25]


def test_a_funnel_of_nobody_has_empty_bars() -> None:
    (row,) = funnel_rows([("not_invited", "Not invited", 0, "/")])
    assert (row.width, row.share) == (0, 0)
