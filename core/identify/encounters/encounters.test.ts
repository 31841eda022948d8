import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { planCsvImport } from './csv-import.ts'
import { guessMapping } from './csv-mapping.ts'
import { readCsvTable } from './csv-table.ts'
import { readDate, readPositionCells } from './csv-values.ts'
import { distanceMetres, meanPosition } from './distance.ts'
import { groupIntoEncounters, type LoosePhoto } from './group.ts'

function photo(name: string, takenAt: string | null, at: readonly [number, number] | null = null): LoosePhoto {
  const position = at === null ? null : { latitude: at[0], longitude: at[1] }
  return { contentHash: name, fileName: name, width: 10, height: 10, takenAt, position, folder: 'a' }
}

function names(photos: readonly LoosePhoto[], ...rule: Parameters<typeof groupIntoEncounters>[1][]): string[] {
  return groupIntoEncounters(photos, ...rule).map((group) => group.photos.map(({ fileName }) => fileName).join(''))
}

describe('encounters by time and place', () => {
  test('a long pause parts, a short one does not, and midnight does not either', () => {
    const photos = [
      photo('c', '2026-05-02T00:10:00'),
      photo('a', '2026-05-01T23:40:00'),
      photo('b', '2026-05-01T23:55:00'),
      photo('d', '2026-05-02T00:40:01'),
    ]
    assert.deepEqual(names(photos), ['abc', 'd'])
    assert.deepEqual(names(photos, { gapMinutes: 5, gapMetres: 500 }), ['a', 'b', 'c', 'd'])
  })

  test('a jump in place parts even within minutes; photos without a place do not', () => {
    const photos = [
      photo('a', '2026-05-01T10:00:00', [46.2, 7.3]),
      photo('b', '2026-05-01T10:01:00'),
      photo('c', '2026-05-01T10:02:00', [46.201, 7.3]),
      photo('d', '2026-05-01T10:03:00', [46.21, 7.3]),
    ]
    assert.deepEqual(names(photos), ['abc', 'd'])
    const [first] = groupIntoEncounters(photos)
    assert.deepEqual(first?.encounter.position, { latitude: 46.2005, longitude: 7.3 })
    assert.equal(first?.encounter.endedAt, '2026-05-01T10:02:00')
  })

  test('photos without a time are one encounter a folder', () => {
    assert.deepEqual(names([photo('x', null), { ...photo('y', null), folder: 'b' }, photo('z', 'nonsense')]), [
      'xz',
      'y',
    ])
  })

  test('every photo is in one encounter, and within one no pause is longer than the rule', () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 60 })
    fc.assert(
      fc.property(minutes, (list) => {
        const photos = list.map((minute, at) =>
          photo(String(at), new Date(Date.UTC(2026, 4, 1) + minute * 60_000).toISOString().slice(0, 19)),
        )
        const groups = groupIntoEncounters(photos)
        assert.equal(groups.flatMap((group) => group.photos).length, photos.length)
        for (const group of groups) {
          const times = group.photos.map(({ takenAt }) => Date.parse(`${takenAt}Z`))
          for (const [at, time] of times.slice(1).entries()) assert.ok(time - times[at]! <= 30 * 60_000)
        }
      }),
    )
  })

  test('distances: Paris to London is 344 km, across the 180th meridian is short', () => {
    const paris = { latitude: 48.8566, longitude: 2.3522 }
    const london = { latitude: 51.5074, longitude: -0.1278 }
    assert.ok(Math.abs(distanceMetres(paris, london) - 343_556) < 600)
    const [east, west] = [179.999, -179.999].map((longitude) => ({ latitude: 0, longitude }))
    assert.ok(distanceMetres(east!, west!) < 230)
    assert.equal(Math.abs(meanPosition([east!, west!])!.longitude), 180)
    assert.equal(meanPosition([]), null)
  })
})

describe('CSV', () => {
  const table = (text: string) => readCsvTable(Buffer.from(text), 'seals.csv')
  const library: Record<string, string> = { 'a.jpg': 'h-a', 'b.jpg': 'h-b', 'c.jpg': 'h-c' }
  const photoOf = (file: string) => library[file] ?? null
  const plan = (text: string) => {
    const read = table(text)
    return planCsvImport(read, guessMapping(read.header), photoOf)
  }

  test('rows become encounters, photos and individuals', () => {
    const made = plan(
      'Filename;Event ID;Event date;decimalLatitude;decimalLongitude;Locality;Individual ID;Sex;side\n' +
        'a.jpg;E1;2026-05-01 10:00;46,25;7,5;"Lake; north";Nika;f;L\n' +
        'b.jpg;E1;2026-05-01T10:20;;;;Nika;;right\n' +
        'c.jpg;E2;2026-06-01;;;;;;\n',
    )
    assert.ok('encounters' in made)
    assert.equal(made.encounters.length, 2)
    const [first, second] = made.encounters
    assert.deepEqual(first?.encounter, {
      startedAt: '2026-05-01T10:00:00',
      endedAt: '2026-05-01T10:20:00',
      place: 'Lake; north',
      position: { latitude: 46.25, longitude: 7.5 },
      observer: '',
      notes: '',
    })
    assert.deepEqual(first.photos[1], { contentHash: 'h-b', viewpoint: 'right', individual: 'Nika' })
    assert.deepEqual(second?.photos, [{ contentHash: 'h-c', viewpoint: 'unknown', individual: null }])
    assert.deepEqual(made.individuals, [{ name: 'Nika', sex: 'female', lifeStage: 'unknown', notes: '' }])
  })

  test('every wrong cell is listed with its line, and then nothing is imported', () => {
    const made = plan(
      'file,encounter,date,latitude,longitude,side,individual,sex,place\n' +
        'a.jpg,E1,01/05/2026,95,7,port,Nika,female,Bay\n' +
        'missing.jpg,E1,2026-02-30,46,7,left,Nika,male,Cove\n' +
        'a.jpg,E1,2026-05-01,,,,,,\n',
    )
    assert.ok(!('encounters' in made))
    assert.deepEqual(made.errors.map(({ line, field }) => `${line} ${field}`).sort(), [
      '2 date',
      '2 latitude',
      '2 viewpoint',
      '3 date',
      '3 encounter',
      '3 file',
      '3 sex',
      '4 file',
    ])
  })

  test('columns of Darwin Core and of Wildbook are known; no column is taken twice', () => {
    assert.deepEqual(guessMapping(['eventDate', 'organismID', 'decimalLatitude', 'locality', 'recordedBy']), {
      date: 0,
      individual: 1,
      latitude: 2,
      place: 3,
      observer: 4,
    })
    assert.equal(guessMapping(['Encounter.mediaAsset0', 'Encounter.decimalLatitude'])['file'], 0)
  })

  test('what is no table is refused with its name', () => {
    for (const text of ['', 'a,b\n', 'a,b\n"open']) assert.throws(() => table(text), /seals\.csv/)
    assert.deepEqual(readCsvTable(Buffer.from([0x61, 0x0a, 0xe9]), 'x').rows[0]?.cells, ['é'])
  })

  test('dates and positions', () => {
    assert.deepEqual(readDate('2026-05-01', '7:05'), { value: '2026-05-01T07:05:00' })
    assert.deepEqual(readDate('2026-05-01T07:05:09.5+02:00', ''), { value: '2026-05-01T07:05:09+02:00' })
    for (const wrong of ['2026-13-01', '2025-02-29', '1.5.2026', '2026-05-01T24:00', '__proto__'])
      assert.ok('problem' in readDate(wrong, ''))
    assert.ok('problem' in readPositionCells('46', ''))
    assert.ok('problem' in readPositionCells('46', '181'))
    assert.deepEqual(readPositionCells('-46,5', '+180'), { value: { latitude: -46.5, longitude: 180 } })
  })

  test('no text makes it throw anything but a plain refusal', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        try {
          plan(`file,date,encounter\n${text}`)
        } catch (error) {
          assert.match(String(error), /seals\.csv/)
        }
      }),
    )
  })
})
