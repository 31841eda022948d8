import { invalidArgument, ResightError } from '../../../../core/types.ts'
import { plural, printable } from '../../format.ts'
import { parseNumber } from '../../option-values.ts'
import type { Acting } from './acting.ts'
import { describeErrorRates } from './error-rates-text.ts'
import { fileOf, findProject, nameOf } from './find.ts'
import { likeness } from './likeness.ts'
import { describeCandidates } from './text.ts'

/** `run`: compares what is open, then says who it may be. */
export async function run(acting: Acting): Promise<void> {
  const { engine, control, view } = acting
  const { projectId } = await findProject(acting)
  await engine.photoIdJob({ kind: 'project-identify', projectId }, control)
  view.end()
  await queue(acting)
}

/** `queue`: who every open annotation may be, the most certain first, from what was compared so far. */
export async function queue(acting: Acting): Promise<void> {
  const { engine, out } = acting
  const { projectId } = await findProject(acting)
  const { items } = await engine.reviewQueue(projectId)
  const found = await Promise.all(items.map(({ annotationId }) => engine.candidates(projectId, annotationId)))
  const state = await engine.projectState(projectId)
  out(
    found,
    found.map((candidates) => describeCandidates(state, candidates)),
  )
}

export async function calibrate(acting: Acting): Promise<void> {
  const { engine, control, view, out } = acting
  const { projectId } = await findProject(acting)
  const report = await engine.photoIdJob({ kind: 'project-calibrate', projectId }, control)
  view.end()
  if (!('needed' in report)) return
  const byExtractor = report.extractors.map(({ extractor, same, different, reliability }) => {
    const pairs = `${same} pairs of one animal, ${different} of two`
    return reliability === null
      ? `${extractor}: ${pairs}; ${report.needed} of each are needed. Nothing was fitted.`
      : `${extractor}: ${pairs}; calibration error ${reliability.ece.toFixed(3)} (two-fold)`
  })
  out(report, [...byExtractor, ...describeErrorRates(report)])
}

/** `review --auto`: what batch acceptance would do; with `--accept`, does it. */
export async function review(acting: Acting): Promise<void> {
  const { engine, options, control, view, out, by } = acting
  if (options.auto !== true) {
    throw new ResightError('unsupported', 'Reviewing one by one is what the window is for', {
      remedy: 'Pass --auto; or decide one by one: `resight identify queue` and `decide`.',
    })
  }
  const { projectId } = await findProject(acting)
  const target = options.precision === undefined ? undefined : parseNumber('--precision', options.precision)
  if (target !== undefined && !(target > 0.5 && target < 1))
    throw invalidArgument('--precision', 'more than 0.5 and less than 1', target)
  await engine.photoIdJob({ kind: 'project-identify', projectId }, control)
  view.end()
  const preview = await engine.previewAccept(projectId, target)
  const state = await engine.projectState(projectId)
  const lines = preview.matches.map((match) =>
    printable(`${fileOf(state, match.queryId)}: ${nameOf(state, match.individualId)} (${likeness(match)})`),
  )
  const entries = options.accept === true ? await engine.accept(projectId, preview.matches, by) : []
  const { threshold, calibratedBy, precision, precisionLowerBound, precisionTarget, rest } = preview
  const shown = plural(preview.matches.length, 'match', 'matches')
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  const measured =
    precision === null || precisionLowerBound === null
      ? '; not measured here yet'
      : ` (measured: ${percent(precision)} right, at least ${percent(precisionLowerBound)} with 95 % confidence)`
  const whose = calibratedBy === 'generic' ? ' by the shipped calibration' : ''
  const last =
    calibratedBy === null
      ? 'No probability can be said yet: identify some photos, then run `resight identify calibrate`.'
      : threshold === null
        ? `No threshold is known to be right in ${100 * precisionTarget} % of cases; nothing would be accepted.`
        : options.accept === true
          ? `Accepted ${plural(entries.length, 'match', 'matches')}. Each can be undone.`
          : `${shown} would be accepted at P ≥ ${threshold.toFixed(3)}${whose}${measured}; ${plural(rest, 'photo')} would rest for you. Pass --accept to accept.`
  out({ ...preview, accepted: entries.length }, [...lines, last])
}
