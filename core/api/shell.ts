import type { AddReport, AddRequest, Engine, PhotoId, Progress } from '../api.ts'
import type { SlowCalls } from './cancellable.ts'
import type { DeviceStatus, UseReport, VerifyReport } from './models.ts'
import type {
  PhotoIdJobReport,
  PhotoIdJobRequest,
  ProjectExportFormat,
  ProjectExportOptions,
  ProjectExportReport,
  ProjectFileJob,
  ProjectImportReport,
} from './photo-id.ts'

/** Anything long, by name. It goes on when the window that asked for it closes. */
export type JobRequest =
  | { readonly kind: 'add'; readonly request: AddRequest }
  | { readonly kind: 'add-samples' }
  | { readonly kind: 'rescan' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'use-model'; readonly model: string }
  | { readonly kind: 'get-model'; readonly model: string }
  | { readonly kind: 'import-model'; readonly folder: string }
  | { readonly kind: 'verify-model'; readonly model: string }
  | { readonly kind: 'measure-devices' }
  | PhotoIdJobRequest
  | ProjectFileJob

export type JobReport =
  | AddReport
  | UseReport
  | VerifyReport
  | PhotoIdJobReport
  | ProjectExportReport
  | ProjectImportReport
  | readonly DeviceStatus[]
  | string
  | null

export interface Job {
  readonly jobId: number
  readonly request: JobRequest
  /** `queued`: waits for the job that is writing the catalogue. */
  readonly state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'
  readonly progress: Progress | null
  readonly startedAt: string
  readonly error: PlainError | null
  /** Set once the state is `done`. */
  readonly report: JobReport
}

/** An error as it travels: what went wrong and what to do, in one sentence each or in one. */
export interface PlainError {
  readonly code: string
  readonly message: string
}

export type ShellEvent =
  | { readonly kind: 'job'; readonly job: Job }
  /** Photos, albums, spaces or folders changed: what was read before is stale. */
  | { readonly kind: 'library' }
  | {
      readonly kind: 'engine'
      /** A tab alone says `unreachable`: nothing answers; and `signed-out`: this address is no longer let in. */
      readonly state: 'starting' | 'ready' | 'restarting' | 'failed' | 'unreachable' | 'signed-out'
      readonly message: string
    }

export interface FolderListing {
  readonly path: string
  readonly parent: string | null
  readonly folders: readonly { readonly name: string; readonly path: string }[]
  /** Where people keep photos: home, pictures, mounted disks. */
  readonly places: readonly { readonly name: string; readonly path: string }[]
}

type Long =
  | 'add'
  | 'rescan'
  | 'retryFailed'
  | 'useModel'
  | 'getModel'
  | 'importModel'
  | 'verifyModel'
  | 'measureDevices'
  | 'photoIdJob'
type Bytes = 'thumbnail' | 'preview' | 'addUpload' | 'upload' | 'exportProject' | 'importProject'

/** What a window or a tab can ask, by name: plain arguments, plain answers. The bytes of pictures travel by address. */
export interface Calls extends Omit<Engine, Long | Bytes | 'close' | keyof SlowCalls>, SlowCalls {
  startJob(request: Exclude<JobRequest, ProjectFileJob>): Promise<Job>
  /** Those that run and the last ten that ended, newest first. */
  jobs(): Promise<readonly Job[]>
  pauseJob(jobId: number): Promise<Job>
  resumeJob(jobId: number): Promise<Job>
  cancelJob(jobId: number): Promise<Job>
  /** Folders below a folder (null: the home folder), for a tab, which has no file dialog. Names only, never files. */
  browseFolders(path: string | null): Promise<FolderListing>
  /** Catalogue, thumbnails, caches, history and downloaded models; never a photo, nor a project of photo-ID. */
  deleteEverything(): Promise<void>
  about(): Promise<About>
}

export type CallName = keyof Calls
export type Answer<N extends CallName> = Awaited<ReturnType<Calls[N]>>

export interface About {
  readonly version: string
  readonly library: string
  readonly modelsFolder: string
  readonly platform: string
}

/** What only a desktop window can do. */
export interface Desktop {
  pickFolders(): Promise<readonly string[]>
  showInFileManager(photoId: PhotoId): Promise<void>
  openWith(photoId: PhotoId): Promise<void>
  /** Begins a native drag of the files of these photos, out to another program. */
  startDrag(photoIds: readonly PhotoId[]): void
  /** The path of a dropped or picked `File`; '' where it has none. */
  pathOfFile(file: object): string
}

/** All that the interface knows of where it runs: the same in a desktop window and in a browser tab. */
export interface Shell {
  readonly kind: 'desktop' | 'browser'
  /** Rejects with a PlainError. */
  call<N extends CallName>(name: N, ...args: Parameters<Calls[N]>): Promise<Answer<N>>
  /** As `call`, until the signal says that nobody waits for the answer any more: then the engine stops looking for it. */
  callWith<N extends CallName>(signal: AbortSignal, name: N, ...args: Parameters<Calls[N]>): Promise<Answer<N>>
  subscribe(listener: (event: ShellEvent) => void): () => void
  thumbnailUrl(photoId: PhotoId): string
  /** The upright photo as WebP with its longest side at most `longestSide` px. */
  previewUrl(photoId: PhotoId, longestSide: number): string
  /** The file itself, to save or to open. */
  originalUrl(photoId: PhotoId): string
  uploadUrl(uploadId: string): string
  /** Text of the licences of what Resight is made from. */
  readonly licencesUrl: string
  /** Hands over a picture to search with; @returns its upload id */
  addUpload(data: Uint8Array, name: string): Promise<string>
  /** Where an export is made and saved from when opened. */
  exportUrl(projectId: string, format: ProjectExportFormat, options: ProjectExportOptions): string
  /**
   * Begins to open a project's ZIP, once all of it is handed over.
   * @param file a `File` that the person picked or dropped
   * @param onSent share of it that is handed over, 0 … 1; never called where it need not be sent
   * @returns the job that opens it. Rejects with a PlainError.
   */
  importProject(file: File, signal: AbortSignal, onSent: (share: number) => void): Promise<Job>
  readonly desktop: Desktop | null
}
