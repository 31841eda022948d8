import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ResightError } from '../types.ts'
import { copyModels, readGolden } from './golden-for-tests.ts'
import { openClip } from './clip.ts'
import { openSiglip } from './siglip.ts'

const OPTIONS = { id: 'tiny', device: 'cpu' } as const

interface Case {
  readonly what: string
  readonly breakIt: (folder: string) => void
  readonly code: ResightError['code']
  /** Of the message: the file that is at fault, and why. */
  readonly says: RegExp
}

function edit(folder: string, file: string, change: (json: Record<string, unknown>) => unknown): void {
  const path = join(folder, file)
  const json = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  writeFileSync(path, JSON.stringify(change(json)))
}

const CASES: readonly Case[] = [
  ...['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json'].map((file) => ({
    what: `no ${file}`,
    breakIt: (folder: string): void => rmSync(join(folder, file)),
    code: 'not-found' as const,
    says: new RegExp(`no file .*${file}`),
  })),
  {
    what: 'no graphs',
    breakIt: (folder) => rmSync(join(folder, 'onnx'), { recursive: true }),
    code: 'not-found',
    says: /vision_model\.onnx and text_model\.onnx; it has no ONNX file/,
  },
  {
    what: 'one graph of two',
    breakIt: (folder) => {
      for (const ending of ['', '_fp16', '_quantized']) rmSync(join(folder, `onnx/text_model${ending}.onnx`))
    },
    code: 'not-found',
    says: /it has .*vision_model\.onnx/,
  },
  {
    what: 'one graph for both towers',
    breakIt: (folder) => {
      rmSync(join(folder, 'onnx'), { recursive: true })
      mkdirSync(join(folder, 'onnx'))
      writeFileSync(join(folder, 'onnx/model.onnx'), '')
    },
    code: 'unsupported',
    says: /one graph for both towers \(model\.onnx\)/,
  },
  {
    what: 'an empty graph',
    breakIt: (folder) => writeFileSync(join(folder, 'onnx/vision_model.onnx'), ''),
    code: 'corrupt',
    says: /vision_model\.onnx is not a whole ONNX model/,
  },
  {
    what: 'a graph that breaks off',
    breakIt: (folder) => truncateSync(join(folder, 'onnx/text_model.onnx'), 100_000),
    code: 'corrupt',
    says: /text_model\.onnx is not a whole ONNX model/,
  },
  {
    what: 'a web page instead of a graph',
    breakIt: (folder) => writeFileSync(join(folder, 'onnx/text_model.onnx'), '<!doctype html><title>Sign in</title>'),
    code: 'corrupt',
    says: /text_model\.onnx is not a whole ONNX model/,
  },
  {
    what: 'an LFS pointer instead of a graph',
    breakIt: (folder) =>
      writeFileSync(
        join(folder, 'onnx/text_model.onnx'),
        'version https://git-lfs.github.com/spec/v1\noid sha256:00\n',
      ),
    code: 'corrupt',
    says: /text_model\.onnx is not a whole ONNX model/,
  },
  {
    what: 'towers changed over',
    breakIt: (folder) => copyFileSync(join(folder, 'onnx/text_model.onnx'), join(folder, 'onnx/vision_model.onnx')),
    code: 'unsupported',
    says: /vision_model\.onnx should give image_embeds.*it gives text_embeds/,
  },
  {
    what: 'a text tower of another dimension',
    breakIt: (folder) => edit(folder, 'config.json', (json) => ({ ...json, projection_dim: 512 })),
    code: 'corrupt',
    says: /vision_model\.onnx gives 24 dimensions, .*config\.json gives 512/,
  },
  {
    what: 'another family',
    breakIt: (folder) => edit(folder, 'config.json', () => ({ model_type: 'bert' })),
    code: 'unsupported',
    says: /config\.json says model_type "bert"; the family clip expects clip/,
  },
  {
    what: 'a config that is no JSON',
    breakIt: (folder) => writeFileSync(join(folder, 'config.json'), '{"model_type": "clip"'),
    code: 'corrupt',
    says: /config\.json is not JSON/,
  },
  {
    what: 'a config that is a list',
    breakIt: (folder) => writeFileSync(join(folder, 'config.json'), '[]'),
    code: 'corrupt',
    says: /config\.json should hold a JSON object/,
  },
  {
    what: 'a huge config',
    breakIt: (folder) => {
      writeFileSync(join(folder, 'config.json'), '')
      truncateSync(join(folder, 'config.json'), 3 * 1024 * 1024)
    },
    code: 'too-large',
    says: /config\.json has 3145728 bytes/,
  },
  {
    what: 'a huge tokenizer',
    breakIt: (folder) => truncateSync(join(folder, 'tokenizer.json'), 1024 ** 3),
    code: 'too-large',
    says: /tokenizer\.json has 1073741824 bytes/,
  },
  {
    what: 'a tokenizer of no known kind',
    breakIt: (folder) => writeFileSync(join(folder, 'tokenizer.json'), '{"model": {"type": "Oracle"}}'),
    code: 'unsupported',
    says: /tokenizer\.json could not be understood/,
  },
  {
    what: 'padding with a token that is none',
    breakIt: (folder) => edit(folder, 'tokenizer_config.json', (json) => ({ ...json, pad_token: '<nothing>' })),
    code: 'corrupt',
    says: /pad_token in .*tokenizer_config\.json/,
  },
  {
    what: 'no room for a text',
    breakIt: (folder) => edit(folder, 'tokenizer_config.json', (json) => ({ ...json, model_max_length: 2 })),
    code: 'corrupt',
    says: /model_max_length: 2 in .*tokenizer_config\.json/,
  },
  {
    what: 'a maximum that is text',
    breakIt: (folder) => edit(folder, 'tokenizer_config.json', (json) => ({ ...json, model_max_length: 'many' })),
    code: 'corrupt',
    says: /Expected a number for model_max_length in .*tokenizer_config\.json/,
  },
  {
    what: 'pictures of no size',
    breakIt: (folder) => edit(folder, 'preprocessor_config.json', (json) => ({ ...json, size: {}, crop_size: 1e9 })),
    code: 'unsupported',
    says: /preprocessor_config\.json asks \(crop_size: 1000000000\)/,
  },
]

for (const { what, breakIt, code, says } of CASES) {
  test(`a model folder with ${what} is refused by name`, async (t) => {
    const folder = join(copyModels(t, 'tiny-clip'), 'tiny-clip')
    breakIt(folder)
    const options = { ...OPTIONS, dtype: 'fp32' as const }
    await assert.rejects(openClip(folder, what === 'one graph for both towers' ? OPTIONS : options), (error) => {
      assert.ok(error instanceof ResightError, String(error))
      assert.match(error.message, says)
      assert.equal(error.code, code)
      assert.ok(error.message.includes(folder), error.message)
      assert.ok((error.remedy ?? '').length > 10, 'has a remedy')
      return true
    })
  })
}

test('a picture size that the graph does not take is refused before it runs', async (t) => {
  const folder = join(copyModels(t, 'tiny-siglip'), 'tiny-siglip')
  edit(folder, 'preprocessor_config.json', (json) => ({ ...json, size: { height: 64, width: 64 } }))
  await assert.rejects(openSiglip(folder, OPTIONS), {
    code: 'corrupt',
    message: /vision_model\.onnx should take pixel_values: float32 \[n × 3 × 64 × 64\]; it takes .*\[n × 3 × 32 × 32\]/,
  })
})

test('a tokenizer of another model is found out when it gives ids that the graph does not know', async (t) => {
  const folder = join(copyModels(t, 'tiny-clip'), 'tiny-clip')
  edit(folder, 'tokenizer.json', (json) => {
    const model = json['model'] as { vocab: Record<string, number> }
    const vocab = Object.fromEntries(Object.entries(model.vocab).map(([token, id]) => [token, id + 5000]))
    const added = (json['added_tokens'] as { id: number }[]).map((token) => ({ ...token, id: token.id + 5000 }))
    return { ...json, added_tokens: added, model: { ...model, vocab } }
  })
  const encoder = await openClip(folder, OPTIONS)
  await assert.rejects(encoder.encodeTexts(['a dog']), {
    code: 'corrupt',
    message: /text_model\.onnx could not be run/,
  })
  const golden = readGolden('tiny-clip')
  assert.equal((await encoder.encodeImages(golden.pictures)).globals.n, 3, 'the image tower still works')
  await encoder.dispose()
})

test('numbers that overflow are reported, not stored', async (t) => {
  const folder = join(copyModels(t, 'tiny-clip'), 'tiny-clip')
  edit(folder, 'preprocessor_config.json', (json) => ({ ...json, image_std: [1e-300, 1, 1] }))
  const encoder = await openClip(folder, OPTIONS)
  await assert.rejects(encoder.encodeImages(readGolden('tiny-clip').pictures), {
    code: 'corrupt',
    message: /tiny gave no usable vector for picture 1 of 3/,
  })
  await encoder.dispose()
})
