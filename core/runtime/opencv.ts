import opencv from '@opencvjs/node'

/** What is used of OpenCV.js, of which the package's own types leave the newer estimators out. */
export interface OpenCv {
  readonly CV_8UC1: number
  readonly CV_8UC3: number
  readonly CV_32FC2: number
  readonly CV_64FC1: number
  readonly SCORE_METHOD_MAGSAC: number
  readonly SAMPLING_PROSAC: number
  readonly LOCAL_OPTIM_SIGMA: number
  readonly NEIGH_GRID: number
  readonly GC_INIT_WITH_MASK: number
  readonly MORPH_RECT: number
  readonly RETR_EXTERNAL: number
  readonly CHAIN_APPROX_NONE: number
  readonly Mat: new (rows?: number, columns?: number, type?: number) => Mat
  readonly MatVector: new () => MatVector
  readonly Point: new (x: number, y: number) => unknown
  readonly Rect: new (x: number, y: number, width: number, height: number) => unknown
  readonly Size: new (width: number, height: number) => unknown
  readonly UsacParams: new () => UsacParams
  setRNGSeed(seed: number): void
  findHomography1(from: Mat, to: Mat, inliers: Mat, params: UsacParams): Mat
  estimateAffine2D1(from: Mat, to: Mat, inliers: Mat, params: UsacParams): Mat
  grabCut(
    picture: Mat,
    mask: Mat,
    rect: unknown,
    backgroundModel: Mat,
    foregroundModel: Mat,
    iterations: number,
    mode: number,
  ): void
  erode(from: Mat, to: Mat, kernel: Mat, anchor: unknown): void
  dilate(from: Mat, to: Mat, kernel: Mat, anchor: unknown): void
  getStructuringElement(shape: number, size: unknown): Mat
  findContours(mask: Mat, contours: MatVector, hierarchy: Mat, mode: number, method: number): void
  contourArea(contour: Mat): number
  approxPolyDP(curve: Mat, approximation: Mat, epsilon: number, isClosed: boolean): void
}

export interface Mat {
  readonly rows: number
  readonly cols: number
  readonly data: Uint8Array
  readonly data32S: Int32Array
  readonly data32F: Float32Array
  readonly data64F: Float64Array
  delete(): void
}

export interface MatVector {
  size(): number
  get(at: number): Mat
  delete(): void
}

export interface UsacParams {
  confidence: number
  loIterations: number
  loMethod: number
  loSampleSize: number
  maxIterations: number
  neighborsSearch: number
  randomGeneratorState: number
  sampler: number
  score: number
  threshold: number
  delete(): void
}

/** Compiles OpenCV, which takes some 0.3 s and 100 MB: only in a process of its own. */
export async function loadOpenCv(): Promise<OpenCv> {
  return (await opencv.loadOpenCV()) as unknown as OpenCv
}

/** Frees what OpenCV holds outside the JavaScript heap once the work is done. */
export function withMats<T>(work: (keep: <M extends { delete(): void }>(mat: M) => M) => T): T {
  const kept: { delete(): void }[] = []
  try {
    return work((mat) => {
      kept.push(mat)
      return mat
    })
  } finally {
    for (const mat of kept.reverse()) mat.delete()
  }
}
