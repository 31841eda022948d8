import { makeFaissAvailable } from './faiss.mjs'
import { whileLocked } from './lock.mjs'
import { OLDEST_FOR_SET_UP, findNode, isAtLeast } from './node-runtime.mjs'
import { installPackages } from './packages.mjs'
import { validStamp, writeStamp } from './stamp.mjs'
import { FOR_TESTS, installSystemPackages, missingOf } from './system-packages.mjs'

/** @typedef {import('./machine.mjs').Machine} Machine */

/**
 * @typedef {object} SetUpOutcome
 * @property {string | null} node the Node to run everything else with; null: Resight can't run yet
 * @property {readonly string[]} notes what was done without, one sentence each
 * @property {string | null} problem why it can't run, and what to do
 */

/**
 * Makes a clone ready to run. Costs a few milliseconds where nothing is to do. Only Node and the npm packages are
 * essential; whatever else can't be had is told and done without.
 *
 * @param {object} options
 * @param {string} options.root the repository
 * @param {'app' | 'tests'} options.scope
 * @param {boolean} [options.thorough] look at everything again, stamp or not
 * @param {Machine} options.machine
 * @returns {SetUpOutcome}
 */
export function setUp({ root, scope, thorough = false, machine }) {
  if (!isAtLeast(machine.nodeVersion, OLDEST_FOR_SET_UP))
    return failed(
      `Node ${OLDEST_FOR_SET_UP} or newer is needed; this is ${machine.nodeVersion}. Get it from nodejs.org`,
    )
  const readyNow = thorough ? null : ready(root, scope, machine)
  if (readyNow !== null) return readyNow
  return whileLocked(root, machine.say, () => {
    // The set-up that held the lock may have done it all.
    return (thorough ? null : ready(root, scope, machine)) ?? doAll(root, scope, machine)
  })
}

/** @param {string} root @param {'app' | 'tests'} scope @param {Machine} machine @returns {SetUpOutcome} */
function doAll(root, scope, machine) {
  machine.say('Setting up Resight')
  const missing = installPackages(root, machine)
  if (missing !== null) return failed(missing)
  const node = findNode(root, machine)
  if (node === null)
    return failed('no Node 24 for this platform comes with the packages. Install it from nodejs.org and run this again')
  machine.say(`  Packages are in place; Node ${node.version} runs the app`)
  const faiss = makeFaissAvailable(root, node.path, machine)
  machine.say(faiss === null ? '  FAISS is available' : `  ${faiss}`)
  const browser = scope === 'tests' ? prepareTests(machine) : null
  const notes = [faiss, browser].filter((note) => note !== null)
  writeStamp(root, machine, { scope, node: node.path, notes })
  machine.say('  Ready')
  return { node: node.path, notes, problem: null }
}

/** @param {Machine} machine */
function prepareTests(machine) {
  // Elsewhere tests use the browser and the GPU that are there.
  if (machine.platform !== 'linux') return null
  const note = installSystemPackages(missingOf(FOR_TESTS, machine), 'browser and WebGPU tests', machine)
  machine.say(note === null ? '  Chromium is available for tests' : `  ${note} (those tests are skipped)`)
  return note
}

/** @param {string} root @param {'app' | 'tests'} scope @param {Machine} machine @returns {SetUpOutcome | null} */
function ready(root, scope, machine) {
  const stamp = validStamp(root, machine, scope)
  return stamp && { node: stamp.node, notes: stamp.notes, problem: null }
}

/** @param {string} problem @returns {SetUpOutcome} */
function failed(problem) {
  return { node: null, notes: [], problem }
}
