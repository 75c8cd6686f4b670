-- Not to be begun before this instant, epoch milliseconds: the pause before another try.
ALTER TABLE runs ADD COLUMN not_before INTEGER NOT NULL DEFAULT 0;

-- Made because a person asked for it, not because of its timetable.
ALTER TABLE runs ADD COLUMN asked_for INTEGER NOT NULL DEFAULT 0;
