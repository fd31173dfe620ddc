from __future__ import annotations

from core.learn.settings import GROUP_TITLES, GROUPS, settings
from core.spec import RunSpec

FIELDS = {
    (group, field.replace("_", " "))
    for group in GROUPS
    if group != "student"
    for field in type(getattr(RunSpec(), group)).model_fields
}


def setting(group: str, name: str):
    (found,) = (one for one in settings() if (one.group, one.name) == (group, name))
    return found


def test_every_group_of_the_spec_is_there() -> None:
    assert set(GROUPS) == set(RunSpec.model_fields)


def test_every_field_is_in_the_table_once() -> None:
    listed = [(one.group, one.name) for one in settings()]
    assert set(listed) == FIELDS
    assert len(listed) == len(FIELDS)


def test_every_field_has_the_help_of_its_tooltip() -> None:
    for one in settings():
        fields = type(getattr(RunSpec(), one.group)).model_fields
        assert one.help
        assert one.help == fields[one.name.replace(" ", "_")].description


def test_usual_value_and_bounds_are_those_of_the_field() -> None:
    alpha = setting("distill", "alpha")
    assert (alpha.usual, alpha.bounds) == ("0.9", "0 to 1")


def test_an_end_that_is_left_out_is_said() -> None:
    assert setting("task", "labels").bounds == "above 0 to 1"
    assert setting("teacher", "dropout").bounds == "0 to below 0.9"
    assert setting("teacher", "trees").bounds == "10 to 1,000"


def test_every_group_of_the_table_has_its_title() -> None:
    assert set(GROUP_TITLES) == {one.group for one in settings()}


def test_names_to_choose_from_are_listed() -> None:
    assert setting("task", "name").bounds == "direction, trend, risk, credit"
