import type { Occasions, PopulationReport } from '../../api/photo-id.ts'
import { exportSource, sightingsOf, visitsOf } from '../../identify/exports/sightings.ts'
import { captureHistories } from '../../identify/population/capture-histories.ts'
import { ESTIMATE_ASSUMPTIONS, type PopulationEstimate } from '../../identify/population/estimates.ts'
import { summarisePopulation } from '../../identify/population/summary.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'

const SOURCES = {
  chapman:
    'N = (n₁ + 1)(n₂ + 1)/(m₂ + 1) − 1. Chapman 1951; Seber 1982, “The Estimation of Animal Abundance”, chapter 3. ' +
    '95 % interval: log-normal on the number never seen, Chao 1989.',
  schnabel:
    'N = Σ(Cₜ Mₜ)/ΣRₜ. Schnabel 1938; Krebs 1999, “Ecological Methodology”, chapter 2. ' +
    '95 % interval: Poisson below 50 recaptures (Garwood 1936), else normal on 1/N.',
} as const

export function populationReport(store: ProjectStore, unit: Occasions): PopulationReport {
  const source = exportSource(store)
  const histories = captureHistories(sightingsOf(source), unit, visitsOf(source))
  const { discovery, frequencies, chapman, schnabel } = summarisePopulation(histories)
  const undated = histories.undated === 0 ? '' : ` ${histories.undated} sightings without a date are left out.`
  const half = Math.ceil(histories.occasions.length / 2)
  const last = histories.occasions[half - 1]
  return {
    occasions: histories.occasions,
    discovery: discovery.map(({ occasion, fresh, known }) => ({ occasion, fresh, total: known })),
    captureFrequencies: frequencies.map(({ captures, individuals }) => ({ times: captures, individuals })),
    estimates: [
      shown(
        'chapman',
        chapman,
        chapman === null ? 'Two occasions are needed.' : `Until ${last} and after it.${undated}`,
      ),
      shown(
        'schnabel',
        schnabel,
        schnabel === null ? 'Nobody was seen on two occasions.' : `Every occasion.${undated}`,
      ),
    ],
    assumptions: ESTIMATE_ASSUMPTIONS,
  }
}

function shown(method: keyof typeof SOURCES, found: PopulationEstimate | null, note: string) {
  return {
    method,
    estimate: found?.estimate ?? null,
    low: found?.lower ?? null,
    high: found?.upper ?? null,
    source: SOURCES[method],
    note: note.trim(),
  }
}
