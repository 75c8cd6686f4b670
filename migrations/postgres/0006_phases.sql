-- What an attempt's time went into: a JSON array of [phase, milliseconds].
ALTER TABLE attempts ADD COLUMN phases TEXT NOT NULL DEFAULT '[]';
