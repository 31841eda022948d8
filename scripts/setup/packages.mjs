import { basename, dirname, join } from 'node:path'

/** @typedef {import('./machine.mjs').Machine} Machine */

/**
 * Whether node_modules holds what the lock file says. npm leaves its own record of what it installed beside the
 * packages; an optional package of another platform is rightly absent from it.
 *
 * @param {string} lockText package-lock.json @param {string | null} installedText node_modules/.package-lock.json
 */
export function matchesLock(lockText, installedText) {
  if (installedText === null) return false
  try {
    const wanted = JSON.parse(lockText).packages
    const installed = JSON.parse(installedText).packages
    const names = Object.keys(wanted).filter((name) => name !== '')
    const same = names.every((name) =>
      installed[name] === undefined
        ? wanted[name].optional === true
        : installed[name].version === wanted[name].version && installed[name].integrity === wanted[name].integrity,
    )
    return same && Object.keys(installed).every((name) => wanted[name] !== undefined)
  } catch {
    return false
  }
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
  const isThere = () => matchesLock(lockText, machine.read(installedPath))
  if (isThere()) return null
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
    if (done.code === 0 && isThere()) return null
    if (done.code === 127) return "npm isn't installed. Install Node with npm from nodejs.org and run this again"
    if (done.code === 0) continue
    const { message, retry } = explainNpmFailure(done.stderr + done.stdout)
    failure = message
    if (!retry) break
  }
  return failure || 'npm installed something else than the lock file says. Delete node_modules and run this again'
}
