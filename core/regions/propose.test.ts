import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ResightError, type Pixels, type Region } from '../types.ts'
import type { Detection, Detector } from './detector.ts'
import { boundsOf, cornersOf, isInside, polygonArea, type Point } from './polygon.ts'
import { proposeRegions, refineRegion, regionAt, WHOLE_PHOTO, type RegionPhoto } from './propose.ts'
import { openSegmenter, type Segmenter } from './segmenter.ts'

const segmenter = openSegmenter()
after(() => segmenter.close())

type Colour = readonly [number, number, number]
const GROUND: Colour = [110, 140, 90]
const COAT: Colour = [170, 90, 40]
const SHADOW: Colour = [40, 40, 50]

/** An animal of a body and, to its right, a head that touches it, in another colour; below a shadow. */
const isBody = ([x, y]: Point) => ((x - 0.4) / 0.2) ** 2 + ((y - 0.45) / 0.15) ** 2 < 1
const isHead = ([x, y]: Point) => Math.hypot(x - 0.65, y - 0.42) < 0.07
const isShadow = ([x, y]: Point) => ((x - 0.4) / 0.2) ** 2 + ((y - 0.68) / 0.06) ** 2 < 1
const HEAD: Colour = [230, 215, 190]

function scene(at: Point): Colour {
  if (isBody(at)) return COAT
  if (isHead(at)) return HEAD
  return isShadow(at) ? SHADOW : GROUND
}

/** A photo that is worked out where it is looked at, with a little deterministic noise. */
function photoOf(colourAt: (at: Point) => Colour): RegionPhoto {
  return {
    decode: (spec, region) => {
      const part: Region = region ?? WHOLE_PHOTO
      const side = Math.max(part.width, part.height)
      const width = Math.round((part.width / side) * spec.cropPx.width)
      const height = Math.round((part.height / side) * spec.cropPx.height)
      const data = new Uint8Array(width * height * 3)
      for (let i = 0; i < width * height; i++) {
        const [column, row] = [i % width, Math.floor(i / width)]
        const at: Point = [
          part.x + ((column + 0.5) / width) * part.width,
          part.y + ((row + 0.5) / height) * part.height,
        ]
        const noise = ((column * 7 + row * 13) % 9) - 4
        colourAt(at).forEach((value, c) => (data[3 * i + c] = value + noise))
      }
      return Promise.resolve({ width, height, data } satisfies Pixels)
    },
  }
}

function detectorOf(...found: readonly Detection[]): Detector {
  return {
    id: 'eye',
    pixels: { resize: { kind: 'inside' }, cropPx: { width: 64, height: 64 }, kernel: 'linear' },
    device: 'cpu',
    detect: () => Promise.resolve(found),
    dispose: () => Promise.resolve(),
  }
}

/** Shares of what is inside a region, of what should be, on a grid: intersection over union. */
function agreement(corners: readonly Point[], is: (at: Point) => boolean): number {
  let [both, either] = [0, 0]
  for (let i = 0; i < 10_000; i++) {
    const at: Point = [((i % 100) + 0.5) / 100, (Math.floor(i / 100) + 0.5) / 100]
    const [inside, wanted] = [isInside(at, corners), is(at)]
    if (inside && wanted) both++
    if (inside || wanted) either++
  }
  return both / either
}

const BODY: Detection = { label: 'cow', confidence: 0.6, box: { x: 0.18, y: 0.28, width: 0.44, height: 0.34 } }

test('an animal is outlined within its box, the same every time, in few corners', async () => {
  const photo = photoOf(scene)
  const [first, second] = await Promise.all(
    [0, 1].map(async () => proposeRegions(photo, { detector: detectorOf(BODY), segmenter })),
  )
  assert.deepEqual(first, second)
  const [{ region, drawnBy, quality }] = first as [(typeof first & {})[0]]
  assert.equal(region.kind, 'polygon')
  assert.equal(quality, 0.6)
  assert.match(drawnBy, /^eye\+grabcut@/)
  assert.ok(cornersOf(region).length <= 60)
  assert.ok(agreement(cornersOf(region), isBody) > 0.9)
})

test('several animals give several proposals', async () => {
  const other: Detection = { label: 'cow', confidence: 0.5, box: { x: 0.7, y: 0.7, width: 0.2, height: 0.2 } }
  const isCalf = ([x, y]: Point) => Math.hypot(x - 0.8, y - 0.8) < 0.08
  const photo = photoOf((at) => (isCalf(at) ? COAT : scene(at)))
  const proposed = await proposeRegions(photo, { detector: detectorOf(BODY, other), segmenter })
  assert.equal(proposed.length, 2)
  assert.ok(agreement(cornersOf(proposed[1]!.region), isCalf) > 0.85)
})

test('where nothing stands out the box is proposed, where nothing is found the whole photo, and why is said', async () => {
  const failing: Segmenter = {
    ...segmenter,
    outlineInBox: () => Promise.reject(new ResightError('timed-out', 'Outlining an animal took more than 1 s')),
  }
  const speck: Segmenter = {
    ...segmenter,
    outlineInBox: () =>
      Promise.resolve([
        [80, 80],
        [84, 80],
        [84, 84],
      ] as const),
  }
  for (const methods of [failing, speck]) {
    assert.deepEqual(await proposeRegions(photoOf(scene), { detector: detectorOf(BODY), segmenter: methods }), [
      { region: { kind: 'box', ...BODY.box }, drawnBy: 'eye', quality: 0.6 },
    ])
  }
  const closed: Segmenter = {
    ...segmenter,
    outlineInBox: () => Promise.reject(new ResightError('cancelled', 'Stopped')),
  }
  await assert.rejects(proposeRegions(photoOf(scene), { detector: detectorOf(BODY), segmenter: closed }), {
    code: 'cancelled',
  })
  const [nothing] = await proposeRegions(photoOf(scene), { detector: detectorOf(), segmenter })
  assert.deepEqual(nothing, { region: WHOLE_PHOTO, drawnBy: 'whole photo (eye found no animal)', quality: null })
  const [none] = await proposeRegions(photoOf(scene), { detector: null, segmenter })
  assert.deepEqual(none, { region: WHOLE_PHOTO, drawnBy: 'whole photo (no detector is installed)', quality: null })
})

test('one click adds the head, another takes the shadow away, and the rest stays', async () => {
  const isLoose = (at: Point) =>
    isBody(at) || isShadow(at) || (at[0] > 0.25 && at[0] < 0.55 && at[1] > 0.45 && at[1] < 0.68)
  const start = {
    kind: 'polygon',
    points: [
      [0.2, 0.45],
      [0.28, 0.32],
      [0.4, 0.3],
      [0.52, 0.32],
      [0.6, 0.45],
      [0.6, 0.68],
      [0.4, 0.74],
      [0.2, 0.68],
    ],
  } as const
  assert.ok(agreement(start.points, isLoose) > 0.7)
  const photo = photoOf(scene)
  const methods = { detector: null, segmenter }
  const head = { x: 0.66, y: 0.42, kind: 'animal' } as const
  const added = await refineRegion(photo, start, [head], methods)
  const corners = cornersOf(added.region)
  assert.ok(isInside([0.69, 0.42], corners) && isInside([0.4, 0.45], corners) && isInside([0.4, 0.68], corners))
  const both = await refineRegion(photo, start, [head, { x: 0.4, y: 0.68, kind: 'background' }], methods)
  const last = cornersOf(both.region)
  assert.ok(isInside([0.69, 0.42], last) && isInside([0.4, 0.45], last), 'what was right stays')
  for (const x of [0.34, 0.4, 0.46]) assert.ok(!isInside([x, 0.68], last), 'the shadow is gone')
  assert.equal(both.quality, null)
  assert.match(both.drawnBy, /by hand$/)
})

test('a click on an animal proposes it: by the detector’s box, or by what stands out there', async () => {
  const photo = photoOf(scene)
  const found = await regionAt(photo, 0.4, 0.45, { detector: detectorOf(BODY), segmenter })
  assert.ok(agreement(cornersOf(found.region), isBody) > 0.9)
  assert.equal(found.quality, 0.6)
  const blind = await regionAt(photo, 0.4, 0.45, { detector: null, segmenter })
  assert.ok(agreement(cornersOf(blind.region), isBody) > 0.7)
  const fromWhole = await refineRegion(photo, WHOLE_PHOTO, [{ x: 0.4, y: 0.45, kind: 'animal' }], {
    detector: detectorOf(BODY),
    segmenter,
  })
  assert.ok(polygonArea(cornersOf(fromWhole.region)) < 0.2)
})

test('clicks must be on the photo, at least one, and not without end', async () => {
  const refine = (clicks: readonly { x: number; y: number; kind: 'animal' }[]) =>
    refineRegion(photoOf(scene), WHOLE_PHOTO, clicks, { detector: null, segmenter })
  await assert.rejects(refine([]), { code: 'invalid-argument' })
  await assert.rejects(refine([{ x: 1.2, y: 0.5, kind: 'animal' }]), { message: /clicks\[0\]\.x/ })
  await assert.rejects(refine([{ x: 0.2, y: Number.NaN, kind: 'animal' }]), { message: /clicks\[0\]\.y/ })
  await assert.rejects(refine(Array.from({ length: 101 }, () => ({ x: 0.5, y: 0.5, kind: 'animal' as const }))), {
    code: 'invalid-argument',
  })
})

test('a picture of one colour, and one of a pixel, come to an end', async () => {
  const flat = photoOf(() => GROUND)
  const [proposed] = await proposeRegions(flat, { detector: detectorOf(BODY), segmenter })
  assert.ok(polygonArea(cornersOf(proposed!.region)) > 0)
  const tiny: RegionPhoto = { decode: () => Promise.resolve({ width: 1, height: 1, data: new Uint8Array(3) }) }
  const [small] = await proposeRegions(tiny, { detector: detectorOf(BODY), segmenter })
  assert.equal(small!.region.kind, 'box')
})

test('a box of much of the photo that the detector is unsure of leaves the photo whole; a sure one is outlined', async () => {
  const large: Detection = { label: 'bird', confidence: 0.2, box: { x: 0.1, y: 0.1, width: 0.7, height: 0.7 } }
  const [unsure] = await proposeRegions(photoOf(scene), { detector: detectorOf(large), segmenter })
  assert.deepEqual(unsure?.region, WHOLE_PHOTO)
  assert.match(unsure.drawnBy, /^whole photo \(eye is unsure/)
  const sure = { ...large, confidence: 0.6 }
  const [outline] = await proposeRegions(photoOf(scene), { detector: detectorOf(sure), segmenter })
  assert.equal(outline?.region.kind, 'polygon')
})

test('an outline that is corrected again and again stays where it is', async () => {
  const photo = photoOf(scene)
  const methods = { detector: null, segmenter }
  const click = { x: 0.4, y: 0.45, kind: 'animal' } as const
  const first = await refineRegion(photo, { kind: 'box', ...BODY.box }, [click], methods)
  let { region } = first
  for (let pass = 0; pass < 4; pass++) ({ region } = await refineRegion(photo, region, [click], methods))
  const [before, after] = [first.region, region].map((drawn) => boundsOf(cornersOf(drawn)))
  for (const side of ['x', 'y', 'width', 'height'] as const)
    assert.ok(Math.abs(after![side] - before![side]) < 0.01, `${side}: ${before![side]} became ${after![side]}`)
})

test('where the photo is no longer handed out, a proposal ends with the animal in hand', async () => {
  const box = { x: 0.1, y: 0.1, width: 0.2, height: 0.2 }
  const animal = (x: number): Detection => ({ box: { ...box, x }, confidence: 0.9, label: 'dog' })
  const photo = photoOf(scene)
  const stop = new AbortController()
  let decoded = 0
  const handedOut: RegionPhoto = {
    decode: async (...asked) => {
      if (stop.signal.aborted) throw new ResightError('cancelled', 'Decoding was cancelled')
      if (++decoded === 2) stop.abort()
      return photo.decode(...asked)
    },
  }
  const methods = { detector: detectorOf(animal(0.1), animal(0.4), animal(0.7)), segmenter }
  await assert.rejects(proposeRegions(handedOut, methods), { code: 'cancelled' })
  assert.equal(decoded, 2)
})
