"""A question asked of rows: features, labels, split and encoding; all end as `Dataset`."""
