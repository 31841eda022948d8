import type { TFunction } from 'i18next'
import type { Query, QueryPart } from '../../../core/api.ts'
import { nameOf } from './path-name.ts'

/** A part in words, with all that was said of it: "not photo, region, weight 0.5". */
export function partLabel(part: QueryPart, t: TFunction): string {
  const what = partName(part, t)
  const not = part.negative === true ? `${t('query.not')} ${what}` : what
  return [
    not,
    ...(part.kind !== 'words' && part.region !== undefined ? [t('query.region')] : []),
    ...(part.weight === undefined ? [] : [t('query.weightValue', { weight: part.weight })]),
  ].join(', ')
}

export function partName(part: QueryPart, t: TFunction): string {
  if (part.kind === 'words') return part.words
  return part.kind === 'file' ? t('query.file', { name: nameOf(part.path) }) : t('query.photo')
}

/** The whole of a query in one line. */
export function queryLabel(query: Query, t: TFunction): string {
  if (query.parts.length === 0) return t('search.feedbackOnly')
  return query.parts.map((part) => partLabel(part, t)).join(' + ')
}
