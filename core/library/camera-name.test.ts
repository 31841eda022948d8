import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cameraName } from './camera-name.ts'

const cases: readonly (readonly [make: string | null, model: string | null, name: string | null])[] = [
  ['NIKON CORPORATION', 'NIKON D90', 'Nikon D90'],
  ['NIKON', 'COOLPIX P610', 'Nikon COOLPIX P610'],
  ['Canon', 'Canon EOS 5D Mark III', 'Canon EOS 5D Mark III'],
  ['SONY', 'ILCE-7M3', 'Sony ILCE-7M3'],
  ['Apple', 'iPhone 13 Pro', 'Apple iPhone 13 Pro'],
  ['samsung', 'SM-G991B', 'Samsung SM-G991B'],
  ['SAMSUNG TECHWIN CO., LTD.', 'NX10', 'Samsung NX10'],
  ['OLYMPUS IMAGING CORP.  ', 'E-M5  ', 'Olympus E-M5'],
  ['OLYMPUS OPTICAL CO.,LTD', 'C3040Z', 'Olympus C3040Z'],
  ['OM Digital Solutions', 'OM-1', 'OM System OM-1'],
  ['FUJIFILM', 'X-T4', 'Fujifilm X-T4'],
  ['PENTAX Corporation', 'PENTAX K10D', 'Pentax K10D'],
  ['RICOH IMAGING COMPANY, LTD.', 'PENTAX K-1', 'Ricoh PENTAX K-1'],
  ['EASTMAN KODAK COMPANY', 'KODAK EASYSHARE Z712', 'Kodak EASYSHARE Z712'],
  ['Konica Minolta Camera, Inc.', 'DiMAGE A2', 'Konica Minolta DiMAGE A2'],
  ['CASIO COMPUTER CO.,LTD.', 'EX-Z750', 'Casio EX-Z750'],
  ['LEICA CAMERA AG', 'LEICA Q2', 'Leica Q2'],
  ['DJI', 'FC3170', 'DJI FC3170'],
  ['LG Electronics', 'LG-H870', 'LG-H870'],
  ['HUAWEI', 'VOG-L29', 'Huawei VOG-L29'],
  ['Hewlett-Packard', 'HP PhotoSmart 618', 'Hewlett-Packard HP PhotoSmart 618'],
  ['Google', null, 'Google'],
  [null, 'DMC-TZ7', 'DMC-TZ7'],
  [null, null, null],
  ['  ', ' ', null],
]

for (const [make, model, name] of cases)
  test(`${String(make)} + ${String(model)} is ${String(name)}`, () => assert.equal(cameraName(make, model), name))
