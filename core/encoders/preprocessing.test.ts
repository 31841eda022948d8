import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ResightError } from '../types.ts'
import { toPixelTensor } from './pixel-tensor.ts'
import { parsePreprocessing } from './preprocessing.ts'

const CLIP = { image_mean: [0.48145466, 0.4578275, 0.40821073], image_std: [0.26862954, 0.26130258, 0.27577711] }

/** Forms of `preprocessor_config.json` found on the hub, and what they ask for. */
const FORMS = [
  // openai/clip-vit-base-patch32
  [
    { ...CLIP, do_center_crop: true, do_normalize: true, do_resize: true, crop_size: 224, resample: 3, size: 224 },
    'shortest224-crop224-cubic',
  ],
  // openai/clip-vit-base-patch16, later revision
  [
    {
      ...CLIP,
      do_center_crop: true,
      do_normalize: true,
      crop_size: { height: 224, width: 224 },
      resample: 3,
      size: { shortest_edge: 224 },
    },
    'shortest224-crop224-cubic',
  ],
  // Xenova/siglip-base-patch16-224
  [
    {
      do_normalize: true,
      do_rescale: true,
      do_resize: true,
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.5, 0.5],
      resample: 3,
      rescale_factor: 0.00392156862745098,
      size: { height: 224, width: 224 },
    },
    'exact224-cubic',
  ],
  // google/siglip2-base-patch16-224
  [
    {
      do_convert_rgb: null,
      do_normalize: true,
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.5, 0.5],
      resample: 2,
      size: { height: 224, width: 224 },
    },
    'exact224-linear',
  ],
  // Xenova/mobileclip_s0
  [
    {
      do_center_crop: true,
      do_normalize: false,
      do_rescale: true,
      crop_size: { height: 256, width: 256 },
      resample: 2,
      size: { shortest_edge: 256 },
    },
    'shortest256-crop256-linear',
  ],
  // timm-style: resize larger than the crop, the filter by Pillow's number for Lanczos, one mean for all channels
  [
    {
      do_center_crop: true,
      do_normalize: true,
      image_mean: 0.5,
      image_std: 0.25,
      crop_size: 224,
      size: { shortest_edge: 248 },
      resample: 1,
    },
    'shortest248-crop224-lanczos3',
  ],
  // ViTFeatureExtractor: a number without a crop is a square
  [{ do_normalize: true, image_mean: [0, 0, 0], image_std: [1, 1, 1], size: 384, resample: 0 }, 'exact384-nearest'],
  // not square; no resample named: transformers' default, bicubic
  [{ size: { height: 256, width: 128 } }, 'exact128x256-cubic'],
  [{ size: { height: 224, width: 224 }, do_center_crop: true, crop_size: 224 }, 'exact224-cubic'],
  [{ size: { shortest_edge: 224 }, do_center_crop: true }, 'shortest224-crop224-cubic'],
] as const

for (const [config, name] of FORMS) {
  test(`${JSON.stringify(config).slice(0, 90)}… is ${name}`, () => {
    assert.equal(parsePreprocessing(config, 'preprocessor_config.json').name, name)
  })
}

test('values default as in transformers', () => {
  const plain = parsePreprocessing({ size: 32, resample: 2 }, 'f')
  assert.deepEqual([plain.scale, plain.mean, plain.std], [1 / 255, [0, 0, 0], [1, 1, 1]])
  const raw = parsePreprocessing(
    { size: 32, do_rescale: false, do_normalize: true, image_mean: 127, image_std: 128 },
    'f',
  )
  assert.deepEqual([raw.scale, raw.mean, raw.std], [1, [127, 127, 127], [128, 128, 128]])
  const mean = parsePreprocessing({ size: 32, ...CLIP }, 'f')
  assert.deepEqual(mean.mean, CLIP.image_mean, 'a mean without do_normalize is used')
  const off = parsePreprocessing({ size: 32, ...CLIP, do_normalize: false }, 'f')
  assert.deepEqual(off.mean, [0, 0, 0])
})

const REFUSED: readonly (readonly [Record<string, unknown>, RegExp])[] = [
  [{}, /size: missing/],
  [{ size: 0 }, /size: 0/],
  [{ size: 100_000 }, /size: 100000/],
  [{ size: 224.5 }, /size: 224\.5/],
  [{ size: '224' }, /size: "224"/],
  [{ size: [224, 224] }, /size: \[224,224\]/],
  [{ size: { shortest_edge: 224 } }, /shortest_edge without a crop/],
  [{ size: { shortest_edge: 224, longest_edge: 400 }, crop_size: 224 }, /size: .*longest_edge/],
  [{ size: { height: 224 } }, /size\.width: missing/],
  [{ size: { shortest_edge: 200 }, crop_size: 224 }, /a crop_size larger than size/],
  [{ size: { height: 256, width: 256 }, crop_size: 224 }, /does not keep the aspect ratio/],
  [{ size: 224, do_resize: false }, /do_resize: false/],
  [{ size: 224, do_pad: true }, /do_pad/],
  [{ size: 224, do_flip_channel_order: true }, /do_flip_channel_order/],
  [{ size: 224, resample: 4 }, /resample: 4/],
  [{ size: 224, resample: 'bicubic' }, /resample: "bicubic"/],
  [{ size: 224, rescale_factor: 0 }, /rescale_factor: 0/],
  [{ size: 224, do_normalize: true }, /image_mean: missing/],
  [{ size: 224, do_normalize: true, image_mean: [0, 0], image_std: [1, 1] }, /image_mean: \[0,0\]/],
  [{ size: 224, do_normalize: true, image_mean: [0, 0, 0], image_std: [1, 0, 1] }, /image_std: \[1, 0, 1\]/],
]

for (const [config, says] of REFUSED) {
  test(`${JSON.stringify(config)} is refused`, () => {
    assert.throws(
      () => parsePreprocessing(config, '/models/x/preprocessor_config.json'),
      (error) => error instanceof ResightError && says.test(error.message) && error.message.includes('/models/x/'),
    )
  })
}

test('whatever a file holds, the answer is a fixed size within bounds or a ResightError', () => {
  const value = fc.oneof(fc.jsonValue(), fc.integer({ min: -3, max: 300 }), fc.boolean())
  const size = fc.oneof(value, fc.record({ height: value, width: value, shortest_edge: value }, { requiredKeys: [] }))
  const config = fc.record(
    {
      size,
      crop_size: size,
      resample: value,
      do_center_crop: value,
      do_normalize: value,
      image_mean: value,
      image_std: value,
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(config, (json) => {
      try {
        const { width, height } = parsePreprocessing(json, 'f').pixels.cropPx
        assert.ok(Number.isInteger(width) && width >= 1 && width <= 2048)
        assert.ok(Number.isInteger(height) && height >= 1 && height <= 2048)
      } catch (error) {
        if (!(error instanceof ResightError)) throw error
      }
    }),
  )
})

test('a tensor is (value × scale − mean) / std, channels first', () => {
  const preprocessing = parsePreprocessing({ size: { width: 2, height: 1 }, ...CLIP }, 'f')
  const picture = { width: 2, height: 1, data: Uint8Array.of(0, 128, 255, 10, 20, 30) }
  const tensor = toPixelTensor([picture, picture], preprocessing)
  const expected = [0, 10, 128, 20, 255, 30].map((v, i) => {
    const c = i >> 1
    return (v / 255 - CLIP.image_mean[c]!) / CLIP.image_std[c]!
  })
  assert.equal(tensor.length, 12)
  for (let i = 0; i < 12; i++) assert.ok(Math.abs(tensor[i]! - expected[i % 6]!) < 1e-6, `number ${i}`)
})
