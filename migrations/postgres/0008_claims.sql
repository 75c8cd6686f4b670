-- Each claim of a run is written down by the change of the run itself, in the same statement.
CREATE FUNCTION runs_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'running' THEN
        UPDATE attempts SET ended_at = CAST(floor(extract(epoch FROM statement_timestamp()) * 1000) AS BIGINT),
            seen_at = OLD.seen_at, reason = NEW.reason,
            outcome = CASE
                WHEN NEW.state = 'running' THEN 'lost'
                WHEN NEW.state = 'due' AND NEW.attempt < OLD.attempt THEN 'back'
                WHEN NEW.state = 'due' THEN 'again'
                WHEN NEW.state IN ('quiet', 'delivered') THEN 'made'
                ELSE NEW.state
            END
        WHERE run = OLD.id AND epoch = OLD.epoch;
    END IF;
    IF NEW.state = 'running' THEN
        INSERT INTO attempts (run, epoch, node, began_at) VALUES (NEW.id, NEW.epoch, NEW.node, NEW.started_at);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER runs_change AFTER UPDATE OF state ON runs FOR EACH ROW
WHEN (OLD.state <> NEW.state OR OLD.epoch <> NEW.epoch) EXECUTE FUNCTION runs_change();

-- Whether its last holder was lost while sending it.
ALTER TABLE outbox ADD COLUMN interrupted BIGINT NOT NULL DEFAULT 0;
