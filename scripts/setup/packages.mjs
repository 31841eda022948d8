import { basename, dirname, join } from 'node:path'
import { NODE_PACKAGES } from './node-runtime.mjs'

/** @typedef {import('./machine.mjs').Machine} Machine */

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string | string[], cpu?: string | string[], libc?: string | string[] }} LockedPackage */

/**
 * What keeps node_modules from being what the lock file says. npm leaves its own record of what it installed beside the
 * packages. An optional package of another platform is rightly absent from it; one of this platform is not, though npm
 * leaves it out without a word when a registry lacks it or it wants a newer Node.
 *
 * @param {string} lockText package-lock.json @param {string | null} installedText node_modules/.package-lock.json
 * @param {Pick<Machine, 'platform' | 'arch' | 'libc'>} machine
 * @returns {string | null} a package's name; null: nothing
 */
export function firstMismatch(lockText, installedText, machine) {
  if (installedText === null) return 'everything'
  try {
    /** @type {{ packages: Record<string, LockedPackage> }} */
    const { packages: wanted } = JSON.parse(lockText)
    /** @type {{ packages: Record<string, LockedPackage> }} */
    const { packages: installed } = JSON.parse(installedText)
    const wrong = Object.entries(wanted).find(([name, { version, integrity, optional, ...fits }]) => {
      const found = installed[name]
      if (name === '') return false
      if (found === undefined) return optional !== true || isNeeded(name, fits, machine)
      return found.version !== version || found.integrity !== integrity
    })
    return wrong?.[0] ?? Object.keys(installed).find((name) => wanted[name] === undefined) ?? null
  } catch {
    return "npm's record"
  }
}

/**
 * @param {string} name @param {LockedPackage} fits @param {Pick<Machine, 'platform' | 'arch' | 'libc'>} machine
 */
function isNeeded(name, { os, cpu, libc }, { platform, arch, libc: own }) {
  // The machine's own Node may serve as well, which is found out later.
  const isNode = Object.values(NODE_PACKAGES).some((node) => name === `node_modules/${node}`)
  if (os === undefined || cpu === undefined || isNode) return false
  const fitsLibc = libc === undefined || (own !== null && [libc].flat().includes(own))
  return [os].flat().includes(platform) && [cpu].flat().includes(arch) && fitsLibc
}

/**
 * How to start npm without a shell, which Windows would need for `npm.cmd`.
 *
 * @param {Machine} machine @returns {readonly [command: string, ...args: string[]]}
 */
export function npmCommand({ env, nodePath, platform, exists }) {
  const asked = env['npm_execpath']
  if (asked !== undefined && basename(asked) === 'npm-cli.js' && exists(asked)) return [nodePath, asked]
  const beside =
    platform === 'win32'
      ? join(dirname(nodePath), 'node_modules', 'npm', 'bin', 'npm-cli.js')
      : join(dirname(nodePath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')
  return exists(beside) ? [nodePath, beside] : ['npm']
}

/**
 * One line that says why npm failed and what to do.
 *
 * @param {string} output @returns {{ message: string, retry: boolean }}
 */
export function explainNpmFailure(output) {
  const code = /npm (?:error|ERR!) (?:code|errno) ([A-Z][A-Z0-9_]+)/.exec(output)?.[1] ?? ''
  // npm has tried each three times by then; another round helps only where a connection broke off.
  const offline = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH)$/
  const broken = /^(ECONN\w+|EPIPE|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EPROTO)$/
  if (offline.test(code) || broken.test(code)) {
    const message = `the npm registry can't be reached (${code}). Connect to the network and run this again`
    return { message, retry: !offline.test(code) }
  }
  const known = /** @type {Readonly<Record<string, string>>} */ ({
    EUSAGE: "package-lock.json doesn't fit package.json. Run 'npm install' and commit both",
    E404: 'the npm registry in use lacks a package of the lock file. Point npm at a full one and run this again',
    EINTEGRITY: "a download differs from the lock file's checksum. Run 'npm cache clean --force' and this again",
    ENOSPC: 'the disk is full. Free about 2 GB and run this again',
    EACCES: "this user can't write here. Make the folder yours, or copy it to your own, and run this again",
    EROFS: 'this folder is read-only. Copy it to one that you can write and run this again',
  })
  const remedy = known[code === 'EPERM' ? 'EACCES' : code]
  if (remedy !== undefined) return { message: `${remedy} (npm: ${code})`, retry: code === 'EINTEGRITY' }
  const last = output.split('\n').filter((line) => /^npm (error|ERR!) /.test(line) && !/complete log/.test(line))
  return { message: `npm failed: ${last.slice(0, 3).join(' ') || output.trim().slice(-300)}`, retry: true }
}

/**
 * Installs what the lock file says, without running any package's install script: none is needed, and one of them
 * would clone a repository, another fetch 400 MB.
 *
 * @param {string} root @param {Machine} machine
 * @returns {string | null} null: everything is there; else why not and what to do
 */
export function installPackages(root, machine) {
  const lockText = machine.read(join(root, 'package-lock.json'))
  if (lockText === null) return 'package-lock.json is missing; get a complete copy of Resight'
  const installedPath = join(root, 'node_modules', '.package-lock.json')
  const mismatch = () => firstMismatch(lockText, machine.read(installedPath), machine)
  if (mismatch() === null) return null
  // `npm install` changes only what differs, so that it leaves a running app and a compiled FAISS alone, and Windows
  // needn't delete the very node.exe that is running; `npm ci` begins by deleting node_modules.
  const clean = ['ci']
  const first = machine.read(installedPath) === null ? clean : ['install', '--no-save']
  machine.say(`  Installing the packages of the lock file (about 200 MB to fetch; a minute or two) …`)
  let failure = ''
  // npm's own patience of minutes would leave a person without network guessing.
  const patience = ['--prefer-offline', '--fetch-retries=2', '--fetch-retry-mintimeout=2000', '--fetch-retry-factor=2']
  for (const command of [first, clean]) {
    const [program, ...args] = npmCommand(machine)
    const flags = [
      '--ignore-scripts',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...patience,
    ]
    const done = machine.run(program, [...args, ...command, ...flags], { cwd: root, env: { NODE_ENV: '' } })
    if (done.code === 0 && mismatch() === null) return null
    if (done.code === 127) return "npm isn't installed. Install Node with npm from nodejs.org and run this again"
    if (done.code === 0) continue
    const { message, retry } = explainNpmFailure(done.stderr + done.stdout)
    failure = message
    if (!retry) break
  }
  const left = mismatch()?.replace('node_modules/', '') ?? ''
  return failure || `npm ended well, and yet ${left} isn't as the lock file says. Is it in your registry?`
}
