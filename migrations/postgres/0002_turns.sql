-- Of a report's fires for one burst only the oldest that is open may be made.
CREATE INDEX runs_in_turn ON runs (report, burst, fire_at) WHERE claim_at IS NOT NULL;
