import type { CoatPattern } from './gray-scott.ts'

/** What a drawing process is asked, and what it answers. Plain data: it crosses a process boundary. */
export type DrawTask = CoatTask | PhotoTask

/** @see growCoat */
export interface CoatTask {
  readonly kind: 'coat'
  readonly seed: number
  readonly coat: number
}

/** @see drawPhoto */
export interface PhotoTask {
  readonly kind: 'photo'
  readonly pattern: CoatPattern
  readonly placeSeed: number
  readonly seed: number
  /** Where the JPEG is written; its folder is there. */
  readonly path: string
}

export interface CoatAnswer {
  readonly kind: 'coat'
  readonly pattern: CoatPattern
}

export interface PhotoAnswer {
  readonly kind: 'photo'
  /** Corners in fractions of the photo. */
  readonly outline: readonly (readonly [number, number])[]
}

export type DrawAnswer = CoatAnswer | PhotoAnswer
