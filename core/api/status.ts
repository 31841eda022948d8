/** What a library holds and takes. */

export interface FolderStatus {
  readonly path: string
  readonly online: boolean
  readonly exclude: readonly string[]
  readonly photos: number
  readonly failed: number
}

export interface SpaceStatus {
  readonly id: string
  readonly model: string
  readonly active: boolean
  readonly encoded: number
  readonly d: number
  readonly bytes: number
}

export interface LibraryStatus {
  readonly library: string
  readonly photos: number
  readonly files: number
  readonly failed: number
  readonly folders: readonly FolderStatus[]
  readonly spaces: readonly SpaceStatus[]
  readonly index: { readonly kind: 'faiss' | 'flat'; readonly ntotal: number; readonly note: string | null }
  readonly device: string
  readonly diskBytes: {
    readonly catalogue: number
    readonly thumbnails: number
    readonly snapshots: number
    readonly free: number
  }
}
