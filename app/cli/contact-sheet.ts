import { rename, writeFile } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import type { QueryPart, SearchAnswer, SearchResult, Thumbnail } from '../../core/api.ts'
import { ResightError } from '../../core/types.ts'

/** One query with its results; `thumbnails[i]` belongs to `answer.results[i]`. */
export interface SheetSection {
  readonly answer: SearchAnswer
  readonly thumbnails: readonly (Thumbnail | null)[]
  /** Shown instead of the query's own words. */
  readonly title?: string
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2126; --paper: #f6f6f4; --card: #fff; --dim: #5c6670; --bar: #2f6f8f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaec; --paper: #15181b; --card: #1f2327; --dim: #9aa4ad; --bar: #6db3d3; } }
body { margin: 0; padding: 24px clamp(16px, 4vw, 56px); font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 20px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 36px 0 2px; } p { margin: 0 0 14px; color: var(--dim); }
ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 16px; padding: 0; margin: 0; list-style: none; }
figure { margin: 0; background: var(--card); border-radius: 8px; overflow: hidden; box-shadow: 0 1px 3px rgb(0 0 0 / 18%); }
figure img, figure .none { display: block; width: 100%; height: 190px; object-fit: contain; background: rgb(128 128 128 / 12%); }
figure .none { display: grid; place-items: center; color: var(--dim); }
figcaption { padding: 8px 12px 12px; } .name { font-weight: 600; overflow-wrap: anywhere; }
.why { color: var(--dim); font-size: 13px; } meter { width: 100%; height: 6px; accent-color: var(--bar); }
`

/**
 * Writes a page that needs no other file: thumbnails as data URIs, no script, nothing fetched.
 * @throws ResightError `unreadable` when the file can't be written; a half-written page is never left.
 */
export async function writeContactSheet(file: string, sections: readonly SheetSection[]): Promise<void> {
  const path = resolve(file)
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.partial`)
  try {
    await writeFile(partial, contactSheet(sections))
    await rename(partial, path)
  } catch (cause) {
    throw new ResightError('unreadable', `The contact sheet ${path} could not be written`, {
      cause,
      remedy: 'Choose a folder that exists and that you may write to.',
    })
  }
}

/** The page as text. */
export function contactSheet(sections: readonly SheetSection[]): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">`,
    `<title>Resight contact sheet</title><style>${STYLE}</style></head><body><h1>Resight contact sheet</h1>`,
    ...sections.map(section),
    '</body></html>',
  ].join('\n')
}

function section({ answer, thumbnails, title }: SheetSection): string {
  const { timingsMs } = answer
  const how = [answer.method, ...(answer.rerank === 'none' ? [] : [`reranked by ${answer.rerank}`])].join(', ')
  return [
    `<h2>${escape(title ?? answer.query.parts.map(describePart).join(' + '))}</h2>`,
    `<p>${answer.results.length} results, ${escape(how)}, ${timingsMs.total.toFixed(0)} ms, ${escape(answer.space)}</p><ol>`,
    ...answer.results.map((result, index) => card(result, thumbnails[index] ?? null, index + 1)),
    '</ol>',
  ].join('\n')
}

function card(result: SearchResult, thumbnail: Thumbnail | null, rank: number): string {
  const name = escape(basename(result.path))
  const picture =
    thumbnail === null
      ? '<div class="none">no preview</div>'
      : `<img alt="${name}" src="data:${thumbnail.mime};base64,${Buffer.from(thumbnail.data).toString('base64')}">`
  const parts = result.parts.byPart
    .map((part) => `${part.negative ? 'not ' : ''}${escape(shortLabel(part.label))} ${part.similarity.toFixed(3)}`)
    .join(' · ')
  const value = Math.min(1, Math.max(0, result.similarity)).toFixed(3)
  return `<li><figure>${picture}<figcaption><div class="name">${rank}. ${name}</div><meter min="0" max="1" value="${value}" title="similarity"></meter><div class="why" title="${escape(result.path)}">${result.similarity.toFixed(3)} from ${parts}</div></figcaption></figure></li>`
}

/** `a dog`, `photo beach.jpg`, `not snow` */
export function describePart(part: QueryPart): string {
  const body =
    part.kind === 'words'
      ? `“${part.words}”`
      : part.kind === 'file'
        ? `photo ${basename(part.path)}`
        : part.kind === 'photo'
          ? `photo #${part.photoId}`
          : 'a picture that was handed over'
  return `${part.negative === true ? 'not ' : ''}${body}`
}

/** What a part is called in a list of reasons: words as they are, a photo by the name of its file. */
export function shortLabel(label: string): string {
  return isAbsolute(label) ? basename(label) : label
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
