import type { Candidate } from '../../../../core/api/photo-id.ts'

/** P(same), or where none can be said the raw similarities. */
export function likeness({ probability, similarities }: Pick<Candidate, 'probability' | 'similarities'>): string {
  return probability === null ? Object.values(similarities).join('+') : `P ${probability.toFixed(2)}`
}
