/**
 * Makes FAISS available to core/index, with nothing but Node 20 and what the machine has. In this order:
 *   1. what an earlier run compiled, when its inputs are unchanged and it loads;
 *   2. compiled against the system's FAISS: core/index/faiss.cc, and faiss-node's own src/faiss.cc beside it;
 *   3. faiss-node's prebuilt binary, there already or downloaded by that package's own tool.
 * Without any of them searches use the exact `flat` index. Compiled files lie in build/faiss, which `npm ci` leaves alone.
 *
 * As a program: exit code 0 when FAISS is available, 2 when it isn't; the last line on stdout says how, or why not and
 * what to do.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {object} FaissOutcome
 * @property {boolean} available
 * @property {'present' | 'compiled' | 'prebuilt' | 'none'} how
 * @property {string} message one sentence: what there is; or why not, and what to do
 *
 * @typedef {object} FaissOptions
 * @property {(line: string) => void} [log] gets a line when something takes time
 * @property {string} [folder] where compiled files go
 * @property {string} [compiler]
 * @property {boolean} [prebuilt] whether faiss-node's binary may serve, and be downloaded
 *
 * @typedef {object} Build
 * @property {string} folder
 * @property {string} compiler
 *
 * @typedef {object} Addon
 * @property {string} name of the file
 * @property {readonly string[]} sources hashed; the first is compiled
 * @property {readonly string[]} flags
 * @property {string} selfTest a program that throws unless `addon` works
 * @property {boolean} required
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FOLDER = join(ROOT, 'build', 'faiss')
const FAISS_NODE = join(ROOT, 'node_modules', 'faiss-node')
const REMEDY = 'On Debian or Ubuntu: sudo apt-get install g++ libfaiss-dev; then run npm run setup again.'
const COMPILE_LIMIT_MS = 5 * 60_000
const LOAD_LIMIT_MS = 30_000
// Without a network the answer must not be waited for; with one, the download itself may take its time.
const ANSWER_LIMIT_MS = 4_000
const DOWNLOAD_LIMIT_MS = 60_000

const COMMON_FLAGS = ['-std=c++17', '-O3', '-ffp-contract=fast', '-fPIC', '-shared', '-fvisibility=hidden', '-fopenmp']
const LINK_FLAGS = ['-Wl,--exclude-libs,ALL', '-Wl,--gc-sections', '-lfaiss', '-llapack', '-lblas', '-pthread']
const NODE_API = ['-DNAPI_VERSION=8', `-I${join(ROOT, 'node_modules', 'node-api-headers', 'include')}`]
/** faiss-node 0.5.1 expects FAISS 1.7.4, which moved this type; before it was the index's own. */
const INDEX_TYPE = `#include <faiss/Index.h>
#if FAISS_VERSION_MAJOR == 1 && (FAISS_VERSION_MINOR < 7 || (FAISS_VERSION_MINOR == 7 && FAISS_VERSION_PATCH < 4))
namespace faiss { using idx_t = Index::idx_t; }
#endif
`

/** @type {readonly Addon[]} */
const ADDONS = [
  {
    name: 'resight-faiss.node',
    sources: [join(ROOT, 'core', 'index', 'faiss.cc')],
    flags: [...NODE_API, '-Wl,--wrap=_ZN5faiss18fvec_inner_productEPKfS1_m'],
    selfTest: `const labels = new Int32Array(1), similarities = new Float32Array(1)
      if (addon.apiVersion !== 1) throw new Error('another version')
      addon.search(new Float32Array([1, 0, 0, 1]), 2, new Float32Array([0, 1]), 1, 2, 1, 1, labels, similarities)
      if (labels[0] !== 1 || similarities[0] !== 1) throw new Error('wrong answer')`,
    required: true,
  },
  {
    name: 'faiss-node.node',
    sources: [join(FAISS_NODE, 'src', 'faiss.cc')],
    flags: [
      ...NODE_API,
      '-DNODE_ADDON_API_CPP_EXCEPTIONS',
      '-DNODE_GYP_MODULE_NAME=faiss_node',
      `-I${join(FAISS_NODE, 'node_modules', 'node-addon-api')}`,
      `-I${join(ROOT, 'node_modules', 'node-addon-api')}`,
    ],
    selfTest: `const index = new addon.IndexFlatIP(2)
      index.add([1, 0, 0, 1])
      if (index.search([0, 1], 1).labels[0] !== 1) throw new Error('wrong answer')`,
    required: false,
  },
]

/**
 * @param {FaissOptions} [options]
 * @returns {Promise<FaissOutcome>}
 */
export async function ensureFaiss(options = {}) {
  const { log = () => {}, folder = FOLDER, compiler = process.env['CXX'] || 'g++', prebuilt = true } = options
  const build = { folder, compiler }
  const inputs = await hashInputs(compiler)
  if (readOrNull(stampOf(build)) === inputs.hash && (await brokenOf(build)).length === 0)
    return { available: true, how: 'present', message: 'FAISS is compiled and loads.' }

  const obstacle = inputs.obstacle ?? (await compileAll(build, inputs.hash, log))
  if (obstacle === null)
    return { available: true, how: 'compiled', message: "FAISS is compiled against the system's library." }

  const second = prebuilt ? await prebuiltFaissNode(log) : 'no prebuilt binary is wanted'
  if (second === null)
    return { available: true, how: 'prebuilt', message: "FAISS is available through faiss-node's prebuilt binary." }
  return { available: false, how: 'none', message: `FAISS is not available: ${obstacle}, and ${second}. ${REMEDY}` }
}

/** @param {Build} build @param {string} hash @param {(line: string) => void} log @returns {Promise<string | null>} null, or why not */
async function compileAll(build, hash, log) {
  const unchanged = readOrNull(stampOf(build)) === hash
  const broken = unchanged ? await brokenOf(build) : ADDONS
  log('Compiling FAISS for this machine (some ten seconds, once) …')
  mkdirSync(build.folder, { recursive: true })
  rmSync(stampOf(build), { force: true })
  writeFileSync(shimOf(build), INDEX_TYPE)
  const problems = await Promise.all(broken.map((addon) => compile(build, addon)))
  const fatal = problems.find((problem, i) => problem !== null && broken[i]?.required)
  if (fatal) return fatal
  writeFileSync(stampOf(build), hash)
  return null
}

/** @param {Build} build @param {Addon} addon @returns {Promise<string | null>} null, or why not */
async function compile(build, addon) {
  const output = join(build.folder, addon.name)
  // Not over the old file: a running program may have it mapped.
  const fresh = join(build.folder, `${process.pid}-${addon.name}`)
  const include = addon.required ? [] : ['-include', shimOf(build)]
  const args = [...COMMON_FLAGS, ...include, ...addon.flags, addon.sources[0] ?? '', '-o', fresh, ...LINK_FLAGS]
  const done = await run(build.compiler, args, COMPILE_LIMIT_MS)
  const failure =
    done.code === 0
      ? await failureToLoad(fresh, addon.selfTest)
      : (done.output.split('\n').find((line) => /error|cannot find/.test(line)) ?? 'it failed without a word')
  if (failure === null) {
    renameSync(fresh, output)
    return null
  }
  rmSync(fresh, { force: true })
  rmSync(output, { force: true })
  return `${build.compiler} could not compile it (${failure.trim().replaceAll(ROOT, '')})`
}

/** @param {Build} build */
function stampOf(build) {
  return join(build.folder, 'inputs.sha256')
}

/** @param {Build} build */
function shimOf(build) {
  return join(build.folder, 'index-type.h')
}

/**
 * Everything the compiled files depend on.
 * @param {string} compiler
 * @returns {Promise<{ hash: string, obstacle: string | null }>} obstacle: why nothing can be compiled here
 */
async function hashInputs(compiler) {
  const hash = createHash('sha256')
  const settings = [process.platform, process.arch, COMMON_FLAGS, LINK_FLAGS, INDEX_TYPE, compiler, ADDONS]
  hash.update(JSON.stringify(settings).replaceAll(ROOT, ''))
  for (const source of ADDONS.flatMap((addon) => addon.sources)) hash.update(readOrNull(source) ?? 'absent')
  for (const name of ['node-api-headers', 'node-addon-api', 'faiss-node'])
    hash.update(readOrNull(join(ROOT, 'node_modules', name, 'package.json')) ?? 'absent')
  if (process.platform !== 'linux')
    return { hash: hash.digest('hex'), obstacle: `it is not compiled on ${process.platform}` }

  const version = await run(compiler, ['--version'], LOAD_LIMIT_MS)
  hash.update(version.output)
  const header = await run(compiler, ['-E', '-P', '-x', 'c++', '-'], LOAD_LIMIT_MS, {
    input: '#if __has_include(<faiss/Index.h>)\nfound\n#endif\n',
  })
  hash.update(header.output)
  for (const name of ['libfaiss.so', 'libfaiss.a']) {
    const path = (await run(compiler, [`-print-file-name=${name}`], LOAD_LIMIT_MS)).output.trim()
    if (isAbsolute(path)) hash.update(readOrNull(path) ?? 'absent')
  }
  const obstacle =
    version.code !== 0
      ? `there is no C++ compiler (${compiler})`
      : header.output.includes('found')
        ? null
        : "the system's FAISS library is not installed"
  return { hash: hash.digest('hex'), obstacle }
}

/** @param {(line: string) => void} log @returns {Promise<string | null>} null, or why not */
async function prebuiltFaissNode(log) {
  const binary = join(FAISS_NODE, 'build', 'Release', 'faiss-node.node')
  const selfTest = ADDONS.find((addon) => !addon.required)?.selfTest ?? ''
  if ((await failureToLoad(binary, selfTest)) === null) return null
  const tool = join(ROOT, 'node_modules', 'prebuild-install', 'bin.js')
  if (readOrNull(tool) === null) return 'faiss-node is not installed'
  log("Looking for faiss-node's prebuilt binary …")
  const args = [tool, '--runtime', 'napi', '--verbose']
  const done = await run(process.execPath, args, DOWNLOAD_LIMIT_MS, {
    cwd: FAISS_NODE,
    unless: { pattern: /http 200|cached prebuild|local prebuild/, withinMs: ANSWER_LIMIT_MS },
  })
  if (done.code !== 0) return 'its prebuilt binary could not be downloaded'
  const failure = await failureToLoad(binary, selfTest)
  return failure === null ? null : `its prebuilt binary does not load (${failure})`
}

/**
 * The compiled files that don't load. The optional one may be absent: then it could not be compiled the last time.
 * @param {Build} build @returns {Promise<readonly Addon[]>}
 */
async function brokenOf({ folder }) {
  const expected = ADDONS.filter((addon) => addon.required || readOrNull(join(folder, addon.name)) !== null)
  const failures = await Promise.all(expected.map((addon) => failureToLoad(join(folder, addon.name), addon.selfTest)))
  return expected.filter((_, i) => failures[i] !== null)
}

/**
 * Tries an addon in a process of its own, which a binary of another machine may well bring down.
 * @param {string} path @param {string} selfTest @returns {Promise<string | null>} null: it works
 */
async function failureToLoad(path, selfTest) {
  const program = `const addon = require(process.argv[1]); ${selfTest}`
  const done = await run(process.execPath, ['-e', program, path], LOAD_LIMIT_MS)
  return done.code === 0 ? null : (done.output.split('\n').find((line) => /Error/.test(line)) ?? 'it crashes')
}

/**
 * @param {string} command @param {readonly string[]} args @param {number} limitMs
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {string} [options.input]
 * @param {{ pattern: RegExp, withinMs: number }} [options.unless] ended early unless it has printed this by then
 * @returns {Promise<{ code: number, output: string }>} output: stdout and stderr
 */
function run(command, args, limitMs, { cwd = ROOT, input = '', unless } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: 'pipe', windowsHide: true })
    let output = ''
    const collect = (/** @type {Buffer} */ chunk) => (output += chunk.toString('utf8'))
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    const limit = setTimeout(() => child.kill('SIGKILL'), limitMs)
    const early = unless && setTimeout(() => unless.pattern.test(output) || child.kill('SIGKILL'), unless.withinMs)
    const end = (/** @type {number} */ code, extra = '') => {
      clearTimeout(limit)
      clearTimeout(early)
      resolve({ code, output: output + extra })
    }
    child.on('error', (error) => end(127, error.message))
    child.on('close', (code) => end(code ?? 1))
  })
}

/** @param {string} path */
function readOrNull(path) {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return null
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) {
  const outcome = await ensureFaiss({ log: (line) => process.stderr.write(`${line}\n`) })
  process.stdout.write(`${outcome.message}\n`)
  process.exitCode = outcome.available ? 0 : 2
}
