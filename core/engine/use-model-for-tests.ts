/**
 * Test only, run as a process of its own: switches a library to a model, slowly, and writes how many photos are stored
 * as often as that is reported. Arguments: library folder, model.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { openEngine } from '../engine.ts'

const [library = '', model = ''] = process.argv.slice(2)
const engine = await openEngine({ library, device: 'cpu' })
await engine.useModel(model, {
  whilePaused: () => sleep(60),
  onProgress: ({ done }) => done > 0 && process.stdout.write(`${done}\n`),
})
await engine.close()
