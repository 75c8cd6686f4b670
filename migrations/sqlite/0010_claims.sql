-- Each claim of a run is written down by the change of the run itself, in the same statement.
CREATE TRIGGER runs_leave AFTER UPDATE OF state ON runs
WHEN OLD.state = 'running' AND (NEW.state <> 'running' OR NEW.epoch <> OLD.epoch)
BEGIN
    UPDATE attempts SET ended_at = CAST(unixepoch('subsec') * 1000 AS INTEGER), seen_at = OLD.seen_at, reason = NEW.reason,
        outcome = CASE
            WHEN NEW.state = 'running' THEN 'lost'
            WHEN NEW.state = 'due' AND NEW.attempt < OLD.attempt THEN 'back'
            WHEN NEW.state = 'due' THEN 'again'
            WHEN NEW.state IN ('quiet', 'delivered') THEN 'made'
            ELSE NEW.state
        END
    WHERE run = OLD.id AND epoch = OLD.epoch;
END;
CREATE TRIGGER runs_enter AFTER UPDATE OF state ON runs
WHEN NEW.state = 'running' AND (OLD.state <> 'running' OR NEW.epoch <> OLD.epoch)
BEGIN
    INSERT INTO attempts (run, epoch, node, began_at) VALUES (NEW.id, NEW.epoch, NEW.node, NEW.started_at);
END;

-- Whether its last holder was lost while sending it.
ALTER TABLE outbox ADD COLUMN interrupted BIGINT NOT NULL DEFAULT 0;
