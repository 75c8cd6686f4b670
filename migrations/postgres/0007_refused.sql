-- What a check refused had `failed` before; what was made and not taken by its destination still has.
UPDATE runs SET state = 'refused'
WHERE state = 'failed' AND reason LIKE 'refused: %' AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.run = runs.id);
