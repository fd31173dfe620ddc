"""What was done, as a short Python script to read and to take along."""

from __future__ import annotations

import streamlit as st

from core.lab.python_script import script_of, script_of_sweep
from core.lab.result import Result
from core.lab.sweep.outcome import Sweep
from core.language.speak import tr

TITLE = "Show me the Python"
MEANING = (
    "This script finds the same scores again. Save it in the folder of Distill Lab and run it "
    "there; it names only what differs from the usual choices."
)
STOPPED = "This was stopped early. The script trains to the end, so its scores differ."


def show_run_script(result: Result) -> None:
    """Show the script of a finished run, folded."""
    show_script(script_of(result.spec), "distill_run.py", STOPPED if result.stopped_early else "")


def show_sweep_script(sweep: Sweep) -> None:
    """Show the script of a finished sweep, folded."""
    script = script_of_sweep(sweep.spec)
    show_script(script, "distill_sweep.py", STOPPED if sweep.stopped_early else "")


def show_script(script: str, file_name: str, note: str = "") -> None:
    """Show a script, folded, with a button that downloads it.

    Parameters
    ----------
    script : str
        Python, shown as code and never as Markdown.
    file_name : str
    note : str
        One sentence to bear in mind besides.
    """
    with st.expander(tr(TITLE)):
        st.caption(" ".join(filter(None, (tr(MEANING), tr(note)))))
        st.code(script, language="python", wrap_lines=True)
        st.download_button(
            tr("Download the script"),
            data=script,
            file_name=file_name,
            mime="text/x-python",
            on_click="ignore",
        )
