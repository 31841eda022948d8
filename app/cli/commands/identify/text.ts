import type { LogEntry } from '../../../../core/api/identify.ts'
import type { Candidates, ProjectState } from '../../../../core/api/photo-id.ts'
import { printable } from '../../format.ts'
import { fileOf, nameOf } from './find.ts'
import { likeness } from './likeness.ts'

/** How many candidates a line names. */
const SHOWN = 3

export function describeCandidates(
  state: ProjectState,
  { annotationId, candidates, probabilityNew, compared, calibratedBy }: Candidates,
): string {
  const named = candidates
    .slice(0, SHOWN)
    .map((candidate) => `${nameOf(state, candidate.individualId)} (${likeness(candidate)})`)
  const generic = calibratedBy === 'generic' ? ', by the shipped calibration' : ''
  const fresh = probabilityNew === null ? '' : `; new P ${probabilityNew.toFixed(2)}${generic}`
  const list = named.length === 0 ? 'nobody to compare with' : named.join(', ')
  return printable(`${fileOf(state, annotationId)}: ${list}${fresh} [${compared} compared]`)
}

/** One line of the log. */
export function describeEntry(state: ProjectState, entry: LogEntry): string {
  return printable(`${entry.entryId}  ${entry.at.slice(0, 16)}  ${entry.by}: ${whatOf(state, entry)}`)
}

function whatOf(state: ProjectState, entry: LogEntry): string {
  switch (entry.kind) {
    case 'individual':
      return `${entry.value.name || entry.individualId.slice(0, 8)} is described`
    case 'decision': {
      const who = entry.individualId === null ? '' : ` ${nameOf(state, entry.individualId)}`
      return `${fileOf(state, entry.annotationId)}: ${entry.verdict}${who}${entry.automatic ? ' (by rule)' : ''}`
    }
    case 'merge':
      return `${nameOf(state, entry.from)} is ${nameOf(state, entry.into)}`
    case 'split':
      return `${entry.annotationIds.map((id) => fileOf(state, id)).join(', ')}: another, ${nameOf(state, entry.into)}`
    case 'undo':
      return `took back ${entry.undoes}`
  }
}
