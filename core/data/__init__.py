"""Where rows come from: bundled samples, an uploaded CSV, or Yahoo Finance; all end as `Table`."""
