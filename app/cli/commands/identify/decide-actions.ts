import { VERDICTS } from '../../../../core/api/identify.ts'
import { lastUndoable } from '../../../../core/identify/decisions/effective.ts'
import { ResightError } from '../../../../core/types.ts'
import { printable } from '../../format.ts'
import { parseChoice, parseNumber } from '../../option-values.ts'
import type { Acting } from './acting.ts'
import { argument } from './arguments.ts'
import { fileOf, findAnnotation, findIndividual, findProject, nameOf, stateText } from './find.ts'
import { describeEntry } from './text.ts'

const MAX_LOG = 100_000
const UNKNOWN = { sex: 'unknown', lifeStage: 'unknown', notes: '' } as const

/** `decide PHOTO VERDICT [INDIVIDUAL]` */
export async function decide(acting: Acting): Promise<void> {
  const { engine, args, options, out, by } = acting
  const { projectId } = await findProject(acting)
  const state = await engine.projectState(projectId)
  const { annotationId } = findAnnotation(state, argument(args, 0, 'a photo'))
  const verdict = parseChoice(VERDICTS, 'the verdict', argument(args, 1, `a verdict: ${VERDICTS.join(', ')}`))
  const isAboutOne = verdict === 'match' || verdict === 'not-this-one'
  const named = isAboutOne ? findIndividual(state, argument(args, 2, 'an individual')) : null
  const { candidates } = await engine.candidates(projectId, annotationId)
  const at = candidates.findIndex(({ individualId }) => individualId === named?.individualId)
  const shown = options.against === undefined ? (candidates[at]?.annotationId ?? null) : null
  const entry = await engine.decide(
    projectId,
    {
      annotationId,
      verdict,
      individualId: named?.individualId ?? null,
      ...(verdict === 'new-individual' && args[2] !== undefined && { name: args[2] }),
      against: options.against === undefined ? shown : findAnnotation(state, options.against).annotationId,
      rank: at < 0 ? null : at + 1,
    },
    by,
  )
  out(entry, [describeEntry(await engine.projectState(projectId), entry)])
}

/** `undo [ENTRY]`: an entry of the log, else the last one of whoever asks. */
export async function undo(acting: Acting): Promise<void> {
  const { engine, args, out, by } = acting
  const { projectId } = await findProject(acting)
  const last = args[0] ?? lastUndoable(await engine.projectLog(projectId, MAX_LOG), by)?.entryId
  if (last === undefined) {
    throw new ResightError('not-found', `There is nothing of ${by} to take back`, {
      remedy: 'Name an entry: `resight identify log` shows them.',
    })
  }
  const entry = await engine.undo(projectId, last, by)
  out(entry, [describeEntry(await engine.projectState(projectId), entry)])
}

/** `log`: newest first. */
export async function log(acting: Acting): Promise<void> {
  const { engine, options, out } = acting
  const { projectId } = await findProject(acting)
  const count = options.count === undefined ? 50 : parseNumber('--count', options.count)
  const entries = await engine.projectLog(projectId, Math.max(1, Math.min(MAX_LOG, Math.floor(count))))
  const state = await engine.projectState(projectId)
  out(
    entries,
    entries.map((entry) => describeEntry(state, entry)),
  )
}

/** `merge FROM INTO` */
export async function merge(acting: Acting): Promise<void> {
  const { engine, args, out, by } = acting
  const { projectId } = await findProject(acting)
  const state = await engine.projectState(projectId)
  const from = findIndividual(state, argument(args, 0, 'the individual that is another one'))
  const into = findIndividual(state, argument(args, 1, 'the individual that it is'))
  const entry = await engine.mergeIndividuals(projectId, from.individualId, into.individualId, by)
  out(entry, [describeEntry(state, entry)])
}

/** `split NAME PHOTO…`: these photos are another animal. */
export async function split(acting: Acting): Promise<void> {
  const { engine, args, out, by } = acting
  const { projectId } = await findProject(acting)
  const state = await engine.projectState(projectId)
  const name = argument(args, 0, 'a name for the new individual')
  argument(args, 1, 'photos')
  const ids = args.slice(1).map((named) => findAnnotation(state, named).annotationId)
  const entry = await engine.splitIndividual(projectId, ids, { ...UNKNOWN, name }, by)
  out(entry, [describeEntry(await engine.projectState(projectId), entry)])
}

/** `rename INDIVIDUAL NAME` */
export async function rename(acting: Acting): Promise<void> {
  const { engine, args, out, by } = acting
  const { projectId } = await findProject(acting)
  const state = await engine.projectState(projectId)
  const { individualId, sex, lifeStage, notes } = findIndividual(state, argument(args, 0, 'an individual'))
  const name = argument(args, 1, 'a name')
  const entry = await engine.saveIndividual(projectId, individualId, { name, sex, lifeStage, notes }, by)
  out(entry, [describeEntry(await engine.projectState(projectId), entry)])
}

/** `conflicts`: what contradicts itself, and what two people see differently. */
export async function conflicts(acting: Acting): Promise<void> {
  const { engine, out } = acting
  const { projectId } = await findProject(acting)
  const state = await engine.projectState(projectId)
  const isIndividual = (id: string) =>
    state.individuals.some((one) => one.individualId === id || one.alsoIds.includes(id))
  const called = (id: string) => (isIndividual(id) ? nameOf(state, id) : fileOf(state, id))
  const found = state.conflicts.map(({ chain, denial }) =>
    printable(`Conflict: ${chain.map(called).join(' = ')}, and yet the ends are said to differ (entry ${denial})`),
  )
  const seen = state.disagreements.map(({ annotationId, verdicts }) => {
    const said = verdicts.map(({ by, state: settled }) => `${by}: ${stateText(state, settled)}`)
    return printable(`Disagreement on ${fileOf(state, annotationId)}: ${said.join('; ')}`)
  })
  const last = found.length + seen.length === 0 ? ['Nothing contradicts itself.'] : []
  out({ conflicts: state.conflicts, disagreements: state.disagreements }, [...found, ...seen, ...last])
}
