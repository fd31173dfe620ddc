"""Pictures: Plotly figures made from result objects."""
