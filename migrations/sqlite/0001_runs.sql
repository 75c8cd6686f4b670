-- Up to which instant a report's fires are in `runs`, epoch milliseconds.
CREATE TABLE plans (
    report TEXT PRIMARY KEY,
    planned_until INTEGER NOT NULL
);

-- One row for each report, fire time and burst: it can exist only once.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    report TEXT NOT NULL,
    fire_at INTEGER NOT NULL,
    burst TEXT NOT NULL,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    -- Grows with each claim: what an owner writes counts only while this is its own.
    epoch INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER,
    started_at INTEGER,
    finished_at INTEGER,
    reason TEXT,
    files TEXT NOT NULL DEFAULT '[]',
    UNIQUE (report, fire_at, burst)
);

CREATE INDEX runs_open ON runs (fire_at) WHERE state IN ('due', 'running');
