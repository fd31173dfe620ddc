from __future__ import annotations

from importlib.metadata import version

from core.lab.told_settings import told_settings
from core.report.origin import REPORT_PACKAGES, origin_sections
from tests.report.example_runs import run_of


def test_every_choice_that_played_a_part_is_listed() -> None:
    result = run_of()
    settings = origin_sections(result)[0]
    rows = [(table.title, *row) for table in settings.tables for row in table.rows]
    for told in told_settings(result.spec):
        assert (told.group, told.label, told.value) in rows


def test_rows_are_named_with_licence_attribution_and_hash() -> None:
    result = run_of("direction")
    data = origin_sections(result)[1]
    told = " ".join(data.sentences)
    assert result.data.attribution in told
    assert result.data.licence in told
    assert result.data.content_hash in told
    assert ("Training rows", ("700", "2018-01-02 to 2021-12-31")) in data.tables[0].rows


def test_versions_are_those_that_are_installed() -> None:
    made_with = origin_sections(run_of())[2]
    assert dict(made_with.tables[0].rows) == {name: version(name) for name in REPORT_PACKAGES}
    assert run_of().spec.fingerprint in made_with.sentences[0]
