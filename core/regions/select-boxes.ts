import type { Region } from '../types.ts'
import { isAnimal } from './coco.ts'
import type { Detection } from './detector.ts'
import { intersection } from './yolox-decode.ts'

/** Least confidence of an animal. Seals are seen as birds, elephants and bears at 0.07 and more (docs/decisions/regions.md). */
const ANIMAL_LEAST = 0.07
/** Least share of the picture: a speck shows no markings. */
const ANIMAL_AREA = 0.0015
/** Of any other thing where there is no animal: an animal of a shape that COCO does not know. */
const THING_LEAST = 0.07
/** What stands there beside animals and is never one. */
const NEVER_ANIMALS = ['person', 'bicycle', 'car', 'motorcycle', 'airplane', 'bus', 'train', 'truck', 'boat']
/** Share of the picture that a thing must have, and may have, to be taken for an animal. */
const THING_AREA = { least: 0.01, most: 0.9 }
/** Weight of a further animal beside the first one's. */
const FURTHER = 0.35
/** Share of a box within a better one at which it is a part of the same animal, or the same one again. */
const PART = 0.6
const MAX_ANIMALS = 8

/**
 * The animals among what a detector saw, the one that the photo was most likely taken of first: confidence times side
 * length, as a photo-ID photo shows its subject large. Without an animal, the one thing that is most likely a
 * misunderstood one. Empty: neither.
 */
export function selectBoxes(found: readonly Detection[]): readonly Detection[] {
  const animals = byWeight(
    found.filter(({ label, confidence, box }) => {
      return isAnimal(label) && confidence >= ANIMAL_LEAST && box.width * box.height >= ANIMAL_AREA
    }),
  )
  if (animals.length === 0) return byWeight(found.filter(isPlausibleThing)).slice(0, 1)
  const kept: Detection[] = []
  for (const animal of animals) {
    if (weight(animal) < FURTHER * weight(animals[0]!) || kept.length === MAX_ANIMALS) break
    if (kept.every((other) => !isPart(animal.box, other.box))) kept.push(animal)
  }
  return kept
}

/** What was most likely meant by a click: the animal there, else the thing; null: nothing. */
export function boxAt(found: readonly Detection[], x: number, y: number): Detection | null {
  const there = found.filter(({ box }) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height)
  const animals = byWeight(there.filter(({ label }) => isAnimal(label)))
  return animals[0] ?? byWeight(there.filter(isPlausibleThing))[0] ?? null
}

function byWeight(found: readonly Detection[]): readonly Detection[] {
  return [...found].sort((a, b) => weight(b) - weight(a))
}

function weight({ confidence, box }: Detection): number {
  return confidence * Math.sqrt(box.width * box.height)
}

function isPlausibleThing({ label, confidence, box }: Detection): boolean {
  const area = box.width * box.height
  const isSized = area >= THING_AREA.least && area <= THING_AREA.most
  return isSized && confidence >= THING_LEAST && !NEVER_ANIMALS.includes(label)
}

/** Whether one lies mostly in the other, whichever is the larger. */
function isPart(a: Region, b: Region): boolean {
  return intersection(a, b) > PART * Math.min(a.width * a.height, b.width * b.height)
}
