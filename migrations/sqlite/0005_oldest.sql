-- What is claimed first is what was due first: a run whose owner died does not wait behind those that came after it.
CREATE INDEX runs_oldest ON runs (fire_at, id) WHERE claim_at IS NOT NULL;
CREATE INDEX outbox_oldest ON outbox (id) WHERE claim_at IS NOT NULL;
