import { useState } from 'react'
import { createPairView, type PairView } from './pair-view.ts'

export function usePairView(): PairView {
  return useState(createPairView)[0]
}
