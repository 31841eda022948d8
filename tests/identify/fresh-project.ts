import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProjectStore } from '../../core/identify/store/project-store.ts'
import type { SqlDatabase } from '../../core/identify/store/sql.ts'
import { Database } from '../../core/library/catalogue/database.ts'

export const SETTINGS = { precisionTarget: 0.99, shortlist: null, extractors: [], sameViewpointOnly: true } as const

export function openDatabase(path: string): SqlDatabase {
  return new Database(path)
}

/** A fresh project in a folder of its own, gone when the test ends. */
export function freshProject(test: { after(done: () => void): void }): ProjectStore {
  const folder = mkdtempSync(join(tmpdir(), 'resight-project-'))
  const store = new ProjectStore(openDatabase(join(folder, 'project.sqlite')))
  test.after(() => {
    store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  store.saveProject(
    { species: 'Phoca vitulina', population: 'North bay', settings: SETTINGS },
    { projectId: '6f1f8a52-9a7e-4c0e-8d0c-0a4f2d0b7a11', createdAt: '2026-05-01T10:00:00Z' },
  )
  return store
}

/** 64 hex digits that stand for the content of a photo. */
export function hashOf(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64)
}
