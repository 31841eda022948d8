/** `PRAGMA application_id` of a catalogue: the bytes "Rsgt". Tells it from any other SQLite database. */
export const CATALOGUE_APPLICATION_ID = 0x52736774

/**
 * Vectors of 512 components and sixteen tokens of as many fill pages of this size to 75 and 89 %; the default of 4096
 * bytes would hold one vector a page and leave half of it empty. (Measured: 100,000 of them load fastest so, too.)
 */
export const CATALOGUE_PAGE_BYTES = 8192

/** Largest `d` a catalogue takes: a bound on what a hostile file can make us allocate for one row. */
export const MAX_DIMENSIONS = 16_384

/**
 * What the tables promise, kept by the database itself so that no code path and no crash can break it:
 * - a photo is its content (`hash`); a file is a path that shows it; several files may show one photo;
 * - `orphaned` is null exactly while a file shows the photo, else the number of the scan that lost the last one.
 *   Orphans are invisible, and wait there for the scan that finds the file elsewhere (`sweepOrphans`);
 * - `generation` of a space grows whenever the visible vectors of it change, so that an index knows it is stale.
 *   Its steps are random: a catalogue restored from a backup must not reach a number that an index already carries.
 */
const VERSION_1 = `
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO counters VALUES ('scan', 0);

CREATE TABLE folders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  path TEXT NOT NULL UNIQUE,
  exclude TEXT NOT NULL,
  device INTEGER,
  scanned INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE photos (
  id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id BETWEEN 1 AND 2147483647),
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  format TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  dhash TEXT NOT NULL,
  taken_at TEXT,
  taken_local TEXT GENERATED ALWAYS AS (substr(taken_at, 1, 19)) VIRTUAL,
  camera TEXT,
  lens TEXT,
  latitude REAL,
  longitude REAL,
  rating REAL,
  keywords TEXT NOT NULL,
  title TEXT,
  description TEXT,
  warning TEXT,
  orphaned INTEGER
) STRICT;
CREATE INDEX photos_bytes ON photos (bytes);
CREATE INDEX photos_taken ON photos (taken_local);
CREATE INDEX photos_camera ON photos (camera);
CREATE INDEX photos_orphaned ON photos (orphaned) WHERE orphaned IS NOT NULL;

CREATE TABLE files (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  folder INTEGER NOT NULL REFERENCES folders (id),
  photo INTEGER REFERENCES photos (id),
  bytes INTEGER NOT NULL,
  mtime_ms REAL NOT NULL,
  code TEXT,
  reason TEXT,
  failed_at TEXT,
  CHECK (photo IS NOT NULL OR code IS NOT NULL),
  CHECK ((code IS NULL) = (reason IS NULL) AND (code IS NULL) = (failed_at IS NULL))
) STRICT;
CREATE INDEX files_folder ON files (folder);
CREATE INDEX files_photo ON files (photo);
CREATE INDEX files_failed ON files (folder) WHERE code IS NOT NULL;

CREATE TABLE spaces (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  model TEXT NOT NULL,
  dtype TEXT NOT NULL,
  preprocessing TEXT NOT NULL,
  runtime TEXT NOT NULL,
  d INTEGER NOT NULL CHECK (d BETWEEN 1 AND ${MAX_DIMENSIONS}),
  active INTEGER NOT NULL DEFAULT 0 CHECK (active IN (0, 1)),
  generation INTEGER NOT NULL DEFAULT (abs(random() % 1000000000))
) STRICT;
CREATE UNIQUE INDEX spaces_active ON spaces (active) WHERE active = 1;

CREATE TABLE vectors (
  photo INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  space INTEGER NOT NULL REFERENCES spaces (id),
  vector BLOB NOT NULL,
  PRIMARY KEY (photo, space)
) STRICT;
CREATE TABLE tokens (
  photo INTEGER NOT NULL,
  space INTEGER NOT NULL,
  tokens BLOB NOT NULL,
  scales BLOB NOT NULL,
  PRIMARY KEY (photo, space),
  FOREIGN KEY (photo, space) REFERENCES vectors (photo, space) ON DELETE CASCADE
) STRICT;

CREATE TRIGGER files_insert AFTER INSERT ON files WHEN NEW.photo IS NOT NULL BEGIN
  UPDATE photos SET orphaned = NULL WHERE id = NEW.photo AND orphaned IS NOT NULL;
END;
CREATE TRIGGER files_relink AFTER UPDATE OF photo ON files WHEN OLD.photo IS NOT NEW.photo BEGIN
  UPDATE photos SET orphaned = NULL WHERE id = NEW.photo AND orphaned IS NOT NULL;
  UPDATE photos SET orphaned = (SELECT value FROM counters WHERE name = 'scan')
    WHERE id = OLD.photo AND NOT EXISTS (SELECT 1 FROM files WHERE photo = OLD.photo);
END;
CREATE TRIGGER files_delete AFTER DELETE ON files WHEN OLD.photo IS NOT NULL BEGIN
  UPDATE photos SET orphaned = (SELECT value FROM counters WHERE name = 'scan')
    WHERE id = OLD.photo AND NOT EXISTS (SELECT 1 FROM files WHERE photo = OLD.photo);
END;
CREATE TRIGGER photos_visibility AFTER UPDATE OF orphaned ON photos
WHEN (OLD.orphaned IS NULL) <> (NEW.orphaned IS NULL) BEGIN
  UPDATE spaces SET generation = generation + 1 + abs(random() % 1000000)
    WHERE id IN (SELECT space FROM vectors WHERE photo = NEW.id);
END;
CREATE TRIGGER vectors_insert AFTER INSERT ON vectors BEGIN
  UPDATE spaces SET generation = generation + 1 + abs(random() % 1000000) WHERE id = NEW.space;
END;
CREATE TRIGGER vectors_update AFTER UPDATE ON vectors BEGIN
  UPDATE spaces SET generation = generation + 1 + abs(random() % 1000000) WHERE id IN (OLD.space, NEW.space);
END;
CREATE TRIGGER vectors_delete AFTER DELETE ON vectors BEGIN
  UPDATE spaces SET generation = generation + 1 + abs(random() % 1000000) WHERE id = OLD.space;
END;
`

/**
 * - The counters `photos` and `albums` grow with every change of what a person browses, whoever makes it, so that what
 *   was worked out from it knows that it is stale;
 * - an album holds photos, that is contents: a moved file stays in, a dropped photo leaves;
 * - a search without a name is history; the same query is in it once. `turn` orders searches by their last use.
 */
const VERSION_2 = `
INSERT INTO counters VALUES ('photos', 0), ('albums', 0);

CREATE TABLE albums (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE album_photos (
  album INTEGER NOT NULL REFERENCES albums (id) ON DELETE CASCADE,
  photo INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  PRIMARY KEY (album, photo)
) STRICT, WITHOUT ROWID;
CREATE INDEX album_photos_photo ON album_photos (photo);

CREATE TABLE searches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT,
  folded TEXT UNIQUE,
  query TEXT NOT NULL,
  at TEXT NOT NULL,
  turn INTEGER NOT NULL,
  CHECK ((name IS NULL) = (folded IS NULL))
) STRICT;
CREATE UNIQUE INDEX searches_history ON searches (query) WHERE name IS NULL;
CREATE INDEX searches_turn ON searches (turn);

CREATE INDEX photos_timeline ON photos (taken_local DESC, id DESC, width, height) WHERE orphaned IS NULL;
CREATE INDEX photos_located ON photos (latitude, longitude) WHERE latitude IS NOT NULL AND longitude IS NOT NULL;

${countChanges('photos', 'photos')}
${countChanges('files', 'photos')}
${countChanges('albums', 'albums')}
${countChanges('album_photos', 'albums')}
`

/**
 * Local features, a cache: what is missing is found again. A region is '' for the whole photo, else what was looked at, in
 * JSON. An extractor's name holds its parameters, so that features of different ones are never compared.
 */
const VERSION_3 = `
CREATE TABLE local_features (
  photo INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  extractor TEXT NOT NULL,
  region TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  scale REAL NOT NULL,
  keypoints BLOB NOT NULL,
  strengths BLOB NOT NULL,
  descriptors BLOB NOT NULL,
  descriptor_scales BLOB NOT NULL,
  PRIMARY KEY (photo, extractor, region)
) STRICT;
`

/** Triggers that count every change of a table. */
function countChanges(table: string, counter: string): string {
  return ['INSERT', 'UPDATE', 'DELETE']
    .map(
      (change) => `CREATE TRIGGER ${table}_count_${change.toLowerCase()} AFTER ${change} ON ${table} BEGIN
  UPDATE counters SET value = value + 1 WHERE name = '${counter}';
END;`,
    )
    .join('\n')
}

/** Migration i brings a catalogue from version i to i + 1. Append only: files of every version are out there. */
export const MIGRATIONS: readonly string[] = [VERSION_1, VERSION_2, VERSION_3]
