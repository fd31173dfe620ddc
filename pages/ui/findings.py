"""What was noticed about the rows: what, where, why it matters and what to do."""

from __future__ import annotations

import html
from collections.abc import Iterable

import streamlit as st

from core.data.table import CheckReport, Finding
from core.language.sentences import told
from core.language.speak import tr
from pages.ui.figures import figures

BADGES = {
    "blocks": ("Stops the run", "red"),
    "advises": ("Advice", "orange"),
    "informs": ("Note", "gray"),
}
MARKS = {"fired": "found", "passed": "passed", "not applicable": "not applicable"}


def show_findings(reports: Iterable[CheckReport]) -> None:
    """List what was found, the gravest first, and below it how every check ended."""
    reports = tuple(reports)
    found = [report.finding for report in reports if report.finding is not None]
    st.markdown(tr("**Findings**"))
    if not found:
        st.markdown(tr(":gray[Nothing stands out in these rows.]"))
    for finding in sorted(found, key=lambda one: list(BADGES).index(one.severity)):
        _show(finding)
    with st.expander(told(f"All {len(reports)} checks")):
        figures((_named(report), MARKS[report.state]) for report in reports)


def _show(finding: Finding) -> None:
    label, colour = BADGES[finding.severity]
    lines = (("Where", finding.where), ("Why", finding.why), ("Do", finding.remedy))
    rows = "".join(f"<dt>{tr(name)}</dt><dd>{html.escape(told(text))}</dd>" for name, text in lines)
    with st.container(gap="xsmall", key=f"finding_{finding.code}"):
        st.badge(f"{tr(label)} · {finding.code}", color=colour)
        st.html(
            f"<div class='finding'><b>{html.escape(told(finding.what))}</b><dl>{rows}</dl></div>"
        )


def _named(report: CheckReport) -> tuple[str, str]:
    said = map(told, (report.what, report.where, report.reason))
    return report.title, " ".join(filter(None, (report.code, *said)))
