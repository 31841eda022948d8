import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

const DATA = process.env['RESIGHT_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))
const PAINTINGS = join(DATA, 'instances', 'paintings')

/** Photos, and a picture of the same thing as one of them. */
export interface SameThing {
  readonly query: { readonly bytes: Buffer; readonly type: string }
  /** File name of the photo that shows the same. */
  readonly answer: string
}

/** Puts photos into `folder`: museum paintings and a snapshot of one where the data is here, else drawn ones. */
export async function photosOfSameThing(folder: string): Promise<SameThing> {
  mkdirSync(folder, { recursive: true })
  return existsSync(PAINTINGS) ? paintings(folder) : drawn(folder)
}

function paintings(folder: string): SameThing {
  const queries = join(PAINTINGS, 'queries', 'qsd2_w1')
  const truth = JSON.parse(readFileSync(join(queries, 'truth.json'), 'utf8')) as Record<string, readonly number[]>
  const alone = Object.entries(truth).find(([, shown]) => shown.length === 1 && shown[0] !== -1)
  if (alone === undefined) throw new Error(`${queries} names no snapshot of one painting`)
  const [file, [number = 0]] = alone
  const nameOf = (painting: number) => `bbdd_${String(painting).padStart(5, '0')}.jpg`
  const answer = nameOf(number)
  for (const name of new Set([answer, ...[3, 40, 80, 120].map(nameOf)]))
    cpSync(join(PAINTINGS, 'database', name), join(folder, name))
  return { query: { bytes: readFileSync(join(queries, file)), type: 'image/jpeg' }, answer }
}

/** Scenes of many blots; the query is one of them, turned, smaller, and hung on a wall. */
async function drawn(folder: string): Promise<SameThing> {
  const scenes = [1, 2, 3, 4, 5].map(scene)
  await Promise.all(
    scenes.map((svg, i) =>
      sharp(Buffer.from(svg))
        .png()
        .toFile(join(folder, `scene-${i + 1}.png`)),
    ),
  )
  const hung = await sharp(Buffer.from(scenes[2] ?? ''))
    .resize(420)
    .rotate(8, { background: '#c8c0b4' })
    .extend({ top: 60, bottom: 90, left: 120, right: 70, background: '#c8c0b4' })
    .png()
    .toBuffer()
  return { query: { bytes: hung, type: 'image/png' }, answer: 'scene-3.png' }
}

function scene(seed: number): string {
  let state = seed * 2654435761
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state / 2 ** 32) * below
  }
  const blots = Array.from({ length: 260 }, () => {
    const [x, y, width, height] = [next(600), next(450), 8 + next(40), 8 + next(40)]
    const colour = `rgb(${next(256)} ${next(256)} ${next(256)})`
    const turn = `rotate(${next(180)} ${x} ${y})`
    return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}" transform="${turn}"/>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="450"><rect width="600" height="450" fill="#777"/>${blots.join('')}</svg>`
}
