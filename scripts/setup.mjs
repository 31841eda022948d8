/**
 * `npm run setup`: looks at everything, does what is missing, says what can't be had. It needs nothing but Node 20.
 * `--for-app` leaves out what only tests need; `--if-needed` trusts the last set-up's stamp.
 */
import { fileURLToPath } from 'node:url'
import { thisMachine } from './setup/machine.mjs'
import { setUp } from './setup/set-up.mjs'

const flags = process.argv.slice(2)
const { problem } = setUp({
  root: fileURLToPath(new URL('..', import.meta.url)),
  scope: flags.includes('--for-app') ? 'app' : 'tests',
  thorough: !flags.includes('--if-needed'),
  machine: thisMachine(),
})
if (problem !== null) {
  process.stderr.write(`Set-up stopped: ${problem}.\n`)
  process.exitCode = 1
}
