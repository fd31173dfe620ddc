"""What was noticed about the rows, as plain text."""

from __future__ import annotations

import streamlit as st

from core.data.table import Finding, Table

BADGES = {
    "blocks": ("Stops the run", "red"),
    "advises": ("Advice", "orange"),
    "informs": ("Note", "gray"),
}


def show_findings(table: Table) -> None:
    """List the findings; nothing in them is read as Markdown."""
    st.markdown("**Findings**")
    if not table.findings:
        st.markdown(":gray[Nothing stands out in these rows.]")
    for finding in table.findings:
        _show(finding)


def _show(finding: Finding) -> None:
    label, colour = BADGES[finding.severity]
    with st.container(gap=None):
        st.badge(label, color=colour)
        st.text(f"{finding.what}: {finding.where}. {finding.why} {finding.remedy}")
