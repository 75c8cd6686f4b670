-- What the conditions of its report found, JSON; NULL when there are none.
ALTER TABLE runs ADD COLUMN evidence TEXT;
