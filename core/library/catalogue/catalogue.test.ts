import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { ResightError } from '../../types.ts'
import { closeCatalogue, openCatalogue } from './catalogue.ts'
import { checkCatalogue } from './check.ts'
import { addPhoto, testSpace, withCatalogue, withFolder } from './fixture.ts'
import { listFolders, rememberFolder } from './folders.ts'
import { readPhoto } from './photos.ts'
import { MIGRATIONS } from './schema.ts'
import { ensureSpace } from './spaces.ts'
import { recordVector } from './vectors.ts'

function refuses(code: ResightError['code'], words: RegExp) {
  return (error: unknown) =>
    error instanceof ResightError && error.code === code && words.test(error.message) && error.remedy !== null
}

test('a catalogue is made where there is none, and found again', () => {
  withFolder((folder) => {
    const library = join(folder, 'new', 'library')
    const made = openCatalogue(library)
    rememberFolder(made, '/photos', ['*.png'])
    closeCatalogue(made)
    closeCatalogue(made)
    const found = openCatalogue(library)
    assert.deepEqual(listFolders(found), [{ id: 1, path: '/photos', exclude: ['*.png'], device: null }])
    closeCatalogue(found)
  })
})

test('a file that is no database is refused and left as it is', () => {
  withFolder((folder) => {
    const path = join(folder, 'catalogue.sqlite')
    writeFileSync(path, 'a letter to my aunt, '.repeat(100))
    assert.throws(() => openCatalogue(folder), refuses('corrupt', /catalogue\.sqlite is not a catalogue/))
    assert.equal(readFileSync(path, 'utf8'), 'a letter to my aunt, '.repeat(100))
  })
})

test("another program's database is refused and left as it is", () => {
  withFolder((folder) => {
    const path = join(folder, 'catalogue.sqlite')
    const other = new DatabaseSync(path)
    other.exec('CREATE TABLE recipes (name TEXT)')
    other.close()
    const before = readFileSync(path)
    assert.throws(() => openCatalogue(folder), refuses('corrupt', /of another program/))
    assert.deepEqual(readFileSync(path), before)
  })
})

test('a catalogue of a newer Resight is refused', () => {
  withFolder((folder) => {
    closeCatalogue(openCatalogue(folder))
    const raw = new DatabaseSync(join(folder, 'catalogue.sqlite'))
    raw.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`)
    raw.close()
    assert.throws(() => openCatalogue(folder), refuses('unsupported', /newer Resight/))
  })
})

test('tables, views or triggers that are not ours are refused', () => {
  for (const sql of [
    `CREATE TRIGGER evil AFTER INSERT ON files BEGIN DELETE FROM photos; END`,
    `DROP TABLE tokens; CREATE VIEW tokens AS SELECT 1 AS photo, 1 AS space, x'00' AS tokens, x'00' AS scales`,
    `DROP TRIGGER vectors_insert`,
  ]) {
    withFolder((folder) => {
      closeCatalogue(openCatalogue(folder))
      const raw = new DatabaseSync(join(folder, 'catalogue.sqlite'))
      raw.exec(sql)
      raw.close()
      assert.throws(() => openCatalogue(folder), refuses('corrupt', /its tables are not those/), sql)
    })
  }
})

test('a truncated or scribbled catalogue is refused, at once or when its rows are read', () => {
  for (const damage of ['truncate', 'scribble']) {
    withFolder((folder) => {
      const catalogue = openCatalogue(folder)
      const { id } = rememberFolder(catalogue, '/p')
      const space = ensureSpace(catalogue, testSpace(512))
      for (let i = 0; i < 200; i++) {
        const photoId = addPhoto(catalogue, id, `/p/${i}.jpg`, `content ${i}`)
        recordVector(catalogue, space, photoId, new Float32Array(512), null)
      }
      closeCatalogue(catalogue)
      const path = join(folder, 'catalogue.sqlite')
      if (damage === 'truncate') truncateSync(path, 5 * 8192)
      else {
        const bytes = readFileSync(path)
        writeFileSync(path, bytes.fill(0xa5, 8192))
      }
      const size = readFileSync(path).byteLength
      assert.throws(
        () => {
          const damaged = openCatalogue(folder)
          try {
            const findings = checkCatalogue(damaged)
            if (findings.length > 0)
              throw new ResightError('corrupt', `is damaged: ${findings[0]}`, { remedy: 'Found.' })
          } finally {
            closeCatalogue(damaged)
          }
        },
        refuses('corrupt', /damaged/),
      )
      assert.equal(readFileSync(path).byteLength, size, damage)
    })
  }
})

test('a sound catalogue passes its check, and misfits are found', () => {
  withCatalogue((catalogue) => {
    const { id } = rememberFolder(catalogue, '/p')
    const space = ensureSpace(catalogue, testSpace(4))
    recordVector(catalogue, space, addPhoto(catalogue, id, '/p/a.jpg', 'a'), new Float32Array(4), null)
    assert.deepEqual(checkCatalogue(catalogue), [])
    recordVector(catalogue, space, addPhoto(catalogue, id, '/p/b.jpg', 'b'), new Float32Array(3), null)
    assert.deepEqual(checkCatalogue(catalogue), ['1 vectors or token sets do not fit their space.'])
  })
})

test('a row of the wrong kind is called damage, not trusted', () => {
  withFolder((folder) => {
    const catalogue = openCatalogue(folder)
    const photoId = addPhoto(catalogue, rememberFolder(catalogue, '/p').id, '/p/a.jpg', 'a')
    for (const [column, value] of [
      ['keywords', `'{"not": "a list"}'`],
      ['keywords', `'[1, 2]'`],
      ['keywords', `'no JSON'`],
      ['width', '9223372036854775807'],
      ['latitude', '9e999'],
    ] as const) {
      catalogue.database.exec(`UPDATE photos SET longitude = 1, latitude = 1, keywords = '[]', width = 1`)
      assert.equal(readPhoto(catalogue, photoId).width, 1)
      catalogue.database.exec(`UPDATE photos SET ${column} = ${value}`)
      assert.throws(() => readPhoto(catalogue, photoId), refuses('corrupt', /damaged/), column)
    }
    closeCatalogue(catalogue)
  })
})

test('a library folder that cannot be made is an error that names it', () => {
  withFolder((folder) => {
    writeFileSync(join(folder, 'file'), '')
    assert.throws(
      () => openCatalogue(join(folder, 'file', 'library')),
      refuses('unreadable', /file.library cannot be made/),
    )
  })
})

test('thumbnails that cannot be used are set aside, for they can be made again', () => {
  withFolder((folder) => {
    writeFileSync(join(folder, 'thumbnails.sqlite'), 'no database'.repeat(100))
    closeCatalogue(openCatalogue(folder))
    assert.ok(existsSync(join(folder, 'thumbnails.broken')))
  })
})

test('a transaction is all or nothing', () => {
  withCatalogue((catalogue) => {
    assert.throws(() => {
      catalogue.database.transaction(() => {
        rememberFolder(catalogue, '/p')
        throw new Error('half-way')
      })
    }, /half-way/)
    assert.deepEqual(listFolders(catalogue), [])
    catalogue.database.transaction(() => rememberFolder(catalogue, '/p'))
    assert.equal(listFolders(catalogue).length, 1)
  })
})

test('several processes may make the same catalogue at the same moment', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'resight-catalogue-'))
  try {
    mkdirSync(folder, { recursive: true })
    const open = new URL('catalogue.ts', import.meta.url).href
    const code = `const { openCatalogue, closeCatalogue } = await import(${JSON.stringify(open)})
      closeCatalogue(openCatalogue(${JSON.stringify(folder)}))`
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'ignore', 'pipe'] }),
    )
    const endings = await Promise.all(
      children.map(async (child) => {
        const said: Buffer[] = []
        child.stderr.on('data', (data: Buffer) => said.push(data))
        await once(child, 'close')
        return { status: child.exitCode, said: Buffer.concat(said).toString() }
      }),
    )
    assert.deepEqual(endings, Array(4).fill({ status: 0, said: '' }))
    closeCatalogue(openCatalogue(folder))
  } finally {
    await rm(folder, { recursive: true })
  }
})
