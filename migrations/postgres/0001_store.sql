-- The same tables as SQLite has after its migrations; instants are epoch milliseconds.

-- Up to which instant a report's fires are in `runs`.
CREATE TABLE plans (
    report TEXT PRIMARY KEY,
    planned_until BIGINT NOT NULL
);

-- One row for each report, fire time and burst: it can exist only once.
CREATE TABLE runs (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report TEXT NOT NULL,
    fire_at BIGINT NOT NULL,
    burst TEXT NOT NULL,
    state TEXT NOT NULL,
    attempt BIGINT NOT NULL DEFAULT 0,
    -- Grows with each claim: what an owner writes counts only while this is its own.
    epoch BIGINT NOT NULL DEFAULT 0,
    started_at BIGINT,
    finished_at BIGINT,
    reason TEXT,
    files TEXT NOT NULL DEFAULT '[]',
    -- Made because a person asked for it, not because of its timetable.
    asked_for BIGINT NOT NULL DEFAULT 0,
    -- From when on it may be claimed: when it is due, or when the lease of its owner ends; NULL once it is made.
    claim_at BIGINT,
    -- The last sign of life of its owner.
    seen_at BIGINT,
    node TEXT,
    UNIQUE (report, fire_at, burst)
);
CREATE INDEX runs_open ON runs (claim_at, id) WHERE claim_at IS NOT NULL;
CREATE INDEX runs_latest ON runs (fire_at, id);

-- Each claim of a run, and how that ended; NULL while it lasts.
CREATE TABLE attempts (
    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    epoch BIGINT NOT NULL,
    node TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at BIGINT,
    ended_at BIGINT,
    outcome TEXT,
    reason TEXT,
    PRIMARY KEY (run, epoch)
);

-- What a run made. The bytes go once everything is sent; the hash (SHA-256, hex) stays.
CREATE TABLE artefacts (
    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    page BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    hash TEXT NOT NULL,
    size BIGINT NOT NULL,
    bytes BYTEA,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (run, page)
);
CREATE INDEX artefacts_by_hash ON artefacts (hash);

-- What is to be sent where: one row for each run and destination.
CREATE TABLE outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    report TEXT NOT NULL,
    -- The same for every attempt, and for nothing else.
    key TEXT NOT NULL UNIQUE,
    -- The destination, JSON, without secrets.
    destination TEXT NOT NULL,
    -- Pages of `artefacts`, a JSON array.
    pages TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending',
    attempt BIGINT NOT NULL DEFAULT 0,
    epoch BIGINT NOT NULL DEFAULT 0,
    claim_at BIGINT,
    seen_at BIGINT,
    node TEXT,
    started_at BIGINT,
    finished_at BIGINT,
    reason TEXT,
    -- What the destination said, or where the file is.
    receipt TEXT,
    UNIQUE (run, place)
);
CREATE INDEX outbox_open ON outbox (claim_at, id) WHERE claim_at IS NOT NULL;
