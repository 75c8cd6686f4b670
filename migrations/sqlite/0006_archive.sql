-- What is in artefacts, once for each SHA-256 (lower-case hexadecimal digits): its row is written before its file is, and goes
-- with its file.
CREATE TABLE contents (
    hash TEXT PRIMARY KEY,
    size BIGINT NOT NULL,
    -- When somebody last wanted it kept: what nothing names goes an hour later.
    touched_at BIGINT NOT NULL,
    -- Only where the archive is the store itself.
    bytes BLOB
);
INSERT INTO contents (hash, size, touched_at, bytes)
    SELECT hash, max(size), max(created_at), bytes FROM artefacts WHERE bytes IS NOT NULL GROUP BY hash;

-- NULL once its content was let go; the hash stays.
ALTER TABLE artefacts ADD COLUMN content TEXT REFERENCES contents (hash);
UPDATE artefacts SET content = hash WHERE bytes IS NOT NULL;
ALTER TABLE artefacts DROP COLUMN bytes;
-- What it is to its run: a document, a picture of a page, what was read, a picture of what changed.
ALTER TABLE artefacts ADD COLUMN role TEXT NOT NULL DEFAULT 'document';
CREATE INDEX artefacts_by_content ON artefacts (content) WHERE content IS NOT NULL;
CREATE INDEX runs_of_burst ON runs (report, burst, fire_at, id);

-- Which store this is: an archive belongs to one.
CREATE TABLE store (id TEXT NOT NULL);
INSERT INTO store (id) VALUES (lower(hex(randomblob(16))));
