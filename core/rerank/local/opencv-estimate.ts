import { withMats, type OpenCv } from '../../runtime/opencv.ts'
import type { Estimate, EstimateAnswer, EstimateSettings, EstimateTask, PointPairs } from './feature-tasks.ts'

/** Pairs that determine a model. */
const LEAST = { homography: 4, affine: 3 } as const

/**
 * Robust estimation by OpenCV's USAC framework with MAGSAC++ scoring and sigma-consensus local optimisation (Barath et
 * al., "MAGSAC++, a fast, reliable and accurate robust estimator", CVPR 2020), samples drawn best match first (PROSAC).
 * The same pairs, settings and seed give the same answer.
 */
export function estimate(cv: OpenCv, { sets, settings }: EstimateTask): EstimateAnswer {
  return { kind: 'estimate', estimates: sets.map((pairs) => estimateOne(cv, pairs, settings)) }
}

function estimateOne(cv: OpenCv, pairs: PointPairs, settings: EstimateSettings): Estimate {
  const m = pairs.from.length / 2
  const nothing = { model: null, inliers: new Uint8Array(m) }
  // With the least number every sample fits, which says nothing.
  if (m <= LEAST[settings.geometry]) return nothing
  return withMats((keep) => {
    const from = keep(new cv.Mat(m, 1, cv.CV_32FC2))
    const to = keep(new cv.Mat(m, 1, cv.CV_32FC2))
    from.data32F.set(pairs.from)
    to.data32F.set(pairs.to)
    const inliers = keep(new cv.Mat())
    const params = keep(new cv.UsacParams())
    params.confidence = settings.confidence
    params.maxIterations = settings.maxIterations
    params.threshold = settings.threshold
    params.randomGeneratorState = settings.seed
    params.score = cv.SCORE_METHOD_MAGSAC
    params.loMethod = cv.LOCAL_OPTIM_SIGMA
    params.sampler = cv.SAMPLING_PROSAC
    params.neighborsSearch = cv.NEIGH_GRID
    cv.setRNGSeed(settings.seed)
    const find = settings.geometry === 'homography' ? 'findHomography1' : 'estimateAffine2D1'
    const found = keep(cv[find](from, to, inliers, params))
    const model = asHomography(found.data64F)
    if (model === null || inliers.rows * inliers.cols !== m) return nothing
    return { model, inliers: Uint8Array.from(inliers.data, (value) => (value === 0 ? 0 : 1)) }
  })
}

/** @param found six or nine numbers; anything else: no model */
function asHomography(found: Float64Array): Float64Array | null {
  if (!found.every(Number.isFinite)) return null
  if (found.length === 6) return Float64Array.of(...found, 0, 0, 1)
  return found.length === 9 ? Float64Array.from(found) : null
}
