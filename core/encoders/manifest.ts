import { fileURLToPath } from 'node:url'
import { FieldChecker } from './field-checker.ts'
import { readJsonFile, type JsonObject } from './json-file.ts'
import { DTYPE_SUFFIXES, type Dtype } from './model-folder.ts'

/** What a model is for in Resight. */
export const MODEL_KINDS = ['image-text', 'local-features', 'detector'] as const
export type ModelKind = (typeof MODEL_KINDS)[number]

/** Where files come from: a repository on the hub, or one that GitHub serves as plain files. */
export const HOSTS = ['hub', 'github'] as const
export interface ModelSource {
  readonly host: (typeof HOSTS)[number]
  /** `owner/name` */
  readonly repository: string
  /** Commit, 40 hexadecimal digits; null: not pinned, the newest is taken and what it was is recorded. */
  readonly revision: string | null
}

export interface ModelFile {
  /** In the model's folder; forward slashes. */
  readonly path: string
  /** Precision it belongs to; null: needed with every one. */
  readonly dtype: Dtype | null
  /** In 10⁶ bytes, rounded as the hub's listing does; an estimate where the model is not `checked`. */
  readonly megabytes: number
  /** Exact size and digest where the hub's own pages told them; null: taken from the hub at download. */
  readonly bytes: number | null
  readonly sha256: string | null
  /** Where this file comes from when not from the model's source under the same path. */
  readonly from: (ModelSource & { readonly path: string }) | null
}

/** One model that Resight knows, as `models/manifest.json` states it. */
export interface ModelEntry {
  readonly id: string
  readonly family: string
  readonly kind: ModelKind
  readonly builtIn: boolean
  readonly title: string
  /** null: comes with Resight */
  readonly source: ModelSource | null
  /** Whether repository, revision and file names were seen on the hub's own pages. */
  readonly checked: boolean
  /** SPDX identifier where there is one */
  readonly licence: string
  readonly researchOnly: boolean
  /** What a person must know before using it; null: nothing */
  readonly warning: string | null
  /** Dimension of the vectors (of one local descriptor for `local-features`, of one candidate box for `detector`). */
  readonly d: number
  /** Grid of local tokens in the words' space, or null. */
  readonly tokens: { readonly rows: number; readonly columns: number } | null
  /** As it appears in the embedding space's id. */
  readonly preprocessing: string
  /** BCP 47 codes, or `mul` */
  readonly languages: readonly string[]
  readonly goodFor: string
  /** Memory to run it at the default precision: its files and about 200 MB of working space. */
  readonly memoryMB: number
  /** The precision that is downloaded when none is named. */
  readonly defaultDtype: Dtype | null
  readonly files: readonly ModelFile[]
}

export const MANIFEST_FILE = fileURLToPath(new URL('../../models/manifest.json', import.meta.url))
const LARGEST_MANIFEST_BYTES = 1024 * 1024
/** Also keeps ids usable as names of folders on every system. */
export const MODEL_ID = /^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/
const RELATIVE_PATH = /^(?!.*(?:^|\/)\.\.?(?:\/|$))[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/

/** @throws ResightError `not-found` or `corrupt`, naming the file and the field */
export function readManifest(path: string = MANIFEST_FILE): readonly ModelEntry[] {
  return parseManifest(readJsonFile(path, LARGEST_MANIFEST_BYTES), path)
}

/** @param json of the form `{"models": […]}` @param file its name, for errors */
export function parseManifest(json: JsonObject, file: string): readonly ModelEntry[] {
  const check = new FieldChecker(file)
  const root = check.keys(json, 'the manifest', ['models'])
  const entries = check.list(root['models'], 'models').map((value, i) => parseEntry(check, value, `models[${i}]`))
  const ids = entries.map(({ id }) => id)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice !== undefined) throw check.error('models', `each id once, but ${twice} comes twice`)
  return entries
}

function parseEntry(check: FieldChecker, value: unknown, at: string): ModelEntry {
  const object = check.keys(value, at, [
    ...['id', 'family', 'kind', 'builtIn', 'title', 'source', 'checked', 'licence', 'researchOnly', 'warning', 'd'],
    ...['tokens', 'preprocessing', 'languages', 'goodFor', 'memoryMB', 'defaultDtype', 'files'],
  ])
  const entry: ModelEntry = {
    id: check.text(object['id'], `${at}.id`, MODEL_ID),
    family: check.text(object['family'], `${at}.family`),
    kind: check.oneOf(object['kind'], `${at}.kind`, MODEL_KINDS),
    builtIn: check.flag(object['builtIn'], `${at}.builtIn`),
    title: check.text(object['title'], `${at}.title`),
    source: check.orNull(object['source'], (v) =>
      parseSource(check, check.keys(v, `${at}.source`, SOURCE_KEYS), `${at}.source`),
    ),
    checked: check.flag(object['checked'], `${at}.checked`),
    licence: check.text(object['licence'], `${at}.licence`),
    researchOnly: check.flag(object['researchOnly'], `${at}.researchOnly`),
    warning: check.orNull(object['warning'], (v) => check.text(v, `${at}.warning`)),
    d: check.count(object['d'], `${at}.d`),
    tokens: check.orNull(object['tokens'], (v) => {
      const grid = check.keys(v, `${at}.tokens`, ['rows', 'columns'])
      return {
        rows: check.count(grid['rows'], `${at}.tokens.rows`),
        columns: check.count(grid['columns'], `${at}.tokens.columns`),
      }
    }),
    preprocessing: check.text(object['preprocessing'], `${at}.preprocessing`),
    languages: check
      .list(object['languages'], `${at}.languages`)
      .map((v, i) => check.text(v, `${at}.languages[${i}]`, /^[a-z]{2,3}$/)),
    goodFor: check.text(object['goodFor'], `${at}.goodFor`),
    memoryMB: check.count(object['memoryMB'], `${at}.memoryMB`),
    defaultDtype: check.orNull(object['defaultDtype'], (v) => check.oneOf(v, `${at}.defaultDtype`, DTYPES)),
    files: check.list(object['files'], `${at}.files`).map((v, i) => parseFile(check, v, `${at}.files[${i}]`)),
  }
  if (entry.builtIn !== (entry.source === null)) throw check.error(`${at}.source`, 'null exactly for what is built in')
  if (entry.researchOnly && entry.warning === null)
    throw check.error(`${at}.warning`, 'text where researchOnly is true')
  const { defaultDtype, files } = entry
  if (defaultDtype !== null && !files.some(({ dtype }) => dtype === defaultDtype)) {
    throw check.error(`${at}.defaultDtype`, 'a precision that some file has')
  }
  return entry
}

const DTYPES = Object.keys(DTYPE_SUFFIXES) as Dtype[]
const SOURCE_KEYS = ['host', 'repository', 'revision']

function parseSource(check: FieldChecker, object: JsonObject, at: string): ModelSource {
  return {
    host: check.oneOf(object['host'], `${at}.host`, HOSTS),
    repository: check.text(object['repository'], `${at}.repository`, /^[\w.-]+\/[\w.-]+$/),
    revision: check.orNull(object['revision'], (v) => check.text(v, `${at}.revision`, /^[0-9a-f]{40}$/)),
  }
}

function parseFile(check: FieldChecker, value: unknown, at: string): ModelFile {
  const object = check.keys(
    value,
    at,
    ['path', 'dtype', 'megabytes', 'bytes', 'sha256', 'from'],
    ['dtype', 'bytes', 'sha256', 'from'],
  )
  return {
    path: check.text(object['path'], `${at}.path`, RELATIVE_PATH),
    dtype: check.orNull(object['dtype'], (v) => check.oneOf(v, `${at}.dtype`, DTYPES)),
    megabytes: check.size(object['megabytes'], `${at}.megabytes`),
    bytes: check.orNull(object['bytes'], (v) => check.count(v, `${at}.bytes`)),
    sha256: check.orNull(object['sha256'], (v) => check.text(v, `${at}.sha256`, /^[0-9a-f]{64}$/)),
    from: check.orNull(object['from'], (v) => {
      const from = check.keys(v, `${at}.from`, [...SOURCE_KEYS, 'path'])
      return {
        ...parseSource(check, from, `${at}.from`),
        path: check.text(from['path'], `${at}.from.path`, RELATIVE_PATH),
      }
    }),
  }
}
