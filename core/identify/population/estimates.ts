import { invalidArgument } from '../../types.ts'
import { chiSquareQuantile } from './quantiles.ts'

/** A closed-population estimate, as a sanity figure: it assumes what `ESTIMATE_ASSUMPTIONS` says. */
export interface PopulationEstimate {
  readonly method: 'chapman' | 'schnabel'
  readonly estimate: number
  readonly standardError: number | null
  /** 95 % */
  readonly lower: number
  readonly upper: number
  /** How the interval was made. */
  readonly interval: string
}

export const ESTIMATE_ASSUMPTIONS = [
  'The population is closed: nobody is born, dies, comes or goes between the first and the last occasion.',
  'On each occasion every animal is equally likely to be photographed, and having been photographed changes nothing.',
  'Markings do not change, and no individual is mistaken for another or counted as two.',
] as const

/**
 * Chapman's nearly unbiased form of the Lincoln–Petersen estimate: N = (n1 + 1)(n2 + 1)/(m2 + 1) − 1 (Chapman 1951;
 * Seber 1982, "The Estimation of Animal Abundance", chapter 3), variance (n1+1)(n2+1)(n1−m2)(n2−m2)/((m2+1)²(m2+2))
 * (Seber 1970, Wittes 1972; ibid.). The 95 % interval is log-normal on the number never seen (Chao 1989; as program CAPTURE
 * does), so it never falls below the animals seen.
 * @param n1 seen on the first occasion @param n2 on the second @param m2 on both
 */
export function chapman(n1: number, n2: number, m2: number): PopulationEstimate {
  for (const [name, value] of Object.entries({ n1, n2, m2 }))
    if (!Number.isInteger(value) || value < 0) throw invalidArgument(name, 'a whole number, 0 or more', value)
  if (m2 > Math.min(n1, n2)) throw invalidArgument('m2', `at most ${Math.min(n1, n2)}`, m2)
  const estimate = ((n1 + 1) * (n2 + 1)) / (m2 + 1) - 1
  const variance = ((n1 + 1) * (n2 + 1) * (n1 - m2) * (n2 - m2)) / ((m2 + 1) ** 2 * (m2 + 2))
  const seen = n1 + n2 - m2
  const unseen = estimate - seen
  const interval = 'log-normal on the number never seen (Chao 1989)'
  const shown = { method: 'chapman', estimate, standardError: Math.sqrt(variance), interval } as const
  if (unseen <= 0 || variance === 0) return { ...shown, lower: seen, upper: Math.max(seen, estimate) }
  const spread = Math.exp(1.959963984540054 * Math.sqrt(Math.log(1 + variance / unseen ** 2)))
  return { ...shown, lower: seen + unseen / spread, upper: seen + unseen * spread }
}

/** One occasion of a Schnabel census. */
export interface SchnabelOccasion {
  /** Individuals seen. */
  readonly caught: number
  /** Of these, seen on an occasion before. */
  readonly recaptured: number
}

/**
 * Schnabel's estimate: N = Σ(C_t M_t)/ΣR_t, M_t being the individuals known before occasion t (Schnabel 1938; Krebs 1999,
 * "Ecological Methodology", chapter 2).
 * @param occasions in order
 * @returns null where nobody was seen twice
 */
export function schnabel(occasions: readonly SchnabelOccasion[]): PopulationEstimate | null {
  let known = 0
  let weighted = 0
  let recaptures = 0
  for (const { caught, recaptured } of occasions) {
    if (recaptured > Math.min(caught, known)) throw invalidArgument('recaptured', `at most ${known}`, recaptured)
    weighted += caught * known
    recaptures += recaptured
    known += caught - recaptured
  }
  return recaptures === 0 ? null : schnabelOfSums(weighted, recaptures, known)
}

/**
 * Schnabel's estimate from its sums. The 95 % interval takes ΣR as Poisson where it is below 50 (exact limits: Garwood
 * 1936), else 1/N as normal with variance ΣR/(Σ C_t M_t)² (Krebs 1999, chapter 2).
 * @param weighted Σ C_t M_t @param recaptures Σ R_t > 0 @param known individuals seen, below which no limit falls
 */
export function schnabelOfSums(weighted: number, recaptures: number, known: number): PopulationEstimate {
  const estimate = weighted / recaptures
  const shown = { method: 'schnabel', estimate, standardError: null } as const
  if (recaptures < 50) {
    return {
      ...shown,
      lower: Math.max(known, weighted / (chiSquareQuantile(0.975, 2 * recaptures + 2) / 2)),
      upper: weighted / (chiSquareQuantile(0.025, 2 * recaptures) / 2),
      interval: 'Poisson, exact (Garwood 1936)',
    }
  }
  const halfWidth = (1.959963984540054 * Math.sqrt(recaptures)) / weighted
  return {
    ...shown,
    lower: Math.max(known, 1 / (1 / estimate + halfWidth)),
    upper: 1 / (1 / estimate - halfWidth),
    interval: 'normal on 1/N',
  }
}
