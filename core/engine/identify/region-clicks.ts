import type { AnnotationRegion } from '../../api/identify.ts'
import type { ProposedRegionValue, RegionClick } from '../../api/photo-id.ts'
import type { RegionProposer } from '../propose-regions.ts'

/** The animal under a point: the smallest that was detected there, else the whole photo. */
export async function regionAt(
  regions: RegionProposer,
  path: string,
  x: number,
  y: number,
): Promise<ProposedRegionValue> {
  const found = await regions.propose(path)
  const [smallest] = found
    .filter(({ region }) => contains(region, x, y))
    .toSorted((a, b) => area(a.region) - area(b.region))
  return smallest ?? found[0]!
}

/** Draws a region anew: the smallest box that holds the region's animal clicks. */
export async function refineRegion(
  regions: RegionProposer,
  path: string,
  region: AnnotationRegion,
  clicks: readonly RegionClick[],
): Promise<ProposedRegionValue> {
  const first = clicks.find(({ kind }) => kind === 'animal')
  if (first === undefined) return { region, drawnBy: 'as it was', quality: null }
  return regionAt(regions, path, first.x, first.y)
}

function contains(region: AnnotationRegion, x: number, y: number): boolean {
  const { left, top, right, bottom } = extent(region)
  return x >= left && x <= right && y >= top && y <= bottom
}

function area(region: AnnotationRegion): number {
  const { left, top, right, bottom } = extent(region)
  return (right - left) * (bottom - top)
}

function extent(region: AnnotationRegion) {
  if (region.kind === 'box')
    return { left: region.x, top: region.y, right: region.x + region.width, bottom: region.y + region.height }
  const [xs, ys] = [region.points.map(([x]) => x), region.points.map(([, y]) => y)]
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}
