import { readFileSync } from 'node:fs'
import type { FeatureExtractor } from './extractor.ts'

/** P(same) = 1 / (1 + exp(-(a + b · ln(1 + inliers)))), fitted by `node bench/local-calibration.ts`. */
interface Logistic {
  readonly a: number
  /** > 0, so that the order by probability is the order by inliers. */
  readonly b: number
  /** What it was fitted on. */
  readonly same: number
  readonly different: number
}

const TABLE = JSON.parse(readFileSync(new URL('calibration.json', import.meta.url), 'utf8')) as Readonly<
  Record<FeatureExtractor['name'], Logistic>
>

/** Probability that two photos show the same thing when so many matches agree on one geometry. */
export function probabilityOfSame(extractor: FeatureExtractor['name'], inliers: number): number {
  const { a, b } = TABLE[extractor]
  return 1 / (1 + Math.exp(-(a + b * Math.log1p(inliers))))
}
