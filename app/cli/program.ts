import { Command, Option } from 'commander'
import { COMPOSITION_METHODS, DEVICES, RERANKERS } from '../../core/api.ts'
import { ResightError } from '../../core/types.ts'
import { add, type AddOptions, rescan } from './commands/add.ts'
import { doctor } from './commands/doctor.ts'
import { evaluate, type EvaluateOptions } from './commands/evaluate.ts'
import { failed, type FailedOptions } from './commands/failed.ts'
import { identify, IDENTIFY_HELP, type IdentifyOptions } from './commands/identify.ts'
import { changeModels, MODELS_HELP, type ModelsOptions } from './commands/model-store.ts'
import { models } from './commands/models.ts'
import { remove } from './commands/remove.ts'
import { search, type SearchOptions } from './commands/search.ts'
import { status } from './commands/status.ts'
import type { CommandContext, CommonOptions } from './context.ts'

const EXIT_CODES = `
Exit codes: 0 done · 1 unexpected failure · 2 wrong usage · 3 a named file or folder can't be read
            4 library busy, damaged or newer · 130 interrupted (what was done is kept)`

const SEARCH_HELP = `
Examples:
  resight search a dog on a beach
  resight search --image place.jpg snow --not people
  resight search --image place.jpg snow --balance 0.7 --method weicom --html found.html
  resight search ./car.jpg - "2:sports car" + snow        as in rclip`

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** The whole command line as data; `main.ts` runs it. */
export function createProgram(context: CommandContext, version: string): Command {
  const program = new Command('resight')
    .description('Find any photo again: by words, by an example, or by both. Nothing leaves this machine.')
    .version(version)
    .showSuggestionAfterError()
    .addHelpText('after', EXIT_CODES)

  common(program.command('add'))
    .description('index folders and remember them; run it again to go on after a stop')
    .argument('<folder...>', 'folders with photos')
    .addOption(
      new Option('--exclude <glob>', 'skip what matches, relative to the folder; repeatable').argParser(collect),
    )
    .action((folders: readonly string[], options: AddOptions) => add(context, folders, options))

  common(program.command('search'))
    .description('find photos by words, by example photos, or by both')
    .argument('[words...]', 'what the photo shows')
    .addOption(new Option('--image <file>', 'an example photo; repeatable').argParser(collect))
    .addOption(new Option('--not <words>', 'push away what matches these words; repeatable').argParser(collect))
    .addOption(new Option('--not-image <file>', 'push away what resembles this photo; repeatable').argParser(collect))
    .addOption(new Option('--method <name>', 'how photo and words are combined').choices(COMPOSITION_METHODS))
    .option('--balance <0..1>', '0 photo only … 1 words only')
    .addOption(new Option('--rerank <name>', 'look closer at the shortlist').choices(RERANKERS))
    .option('-k, --count <n>', 'how many results')
    .option('-t, --top <n>', 'the same, as in rclip')
    .option('--folder <folder>', 'only photos in this folder or below it')
    .option('--from <date>', 'taken on or after YYYY, YYYY-MM or YYYY-MM-DD')
    .option('--to <date>', 'taken on or before')
    .option('--camera <text>', 'camera make or model contains this')
    .option('--album <name>', 'only photos in this album')
    .option('--html <file>', 'also write a contact sheet')
    .option('-f, --filepath-only', 'print paths only')
    .addHelpText('after', SEARCH_HELP)
    .action((words: readonly string[], options: SearchOptions) => search(context, words, options))

  common(program.command('status'))
    .description('what the library holds')
    .action((options: CommonOptions) => status(context, options))
  common(program.command('rescan'))
    .description('look through all remembered folders for changes')
    .action((options: CommonOptions) => rescan(context, options))
  common(program.command('remove'))
    .description('forget a folder; files on disk are not touched')
    .argument('<folder>')
    .action((folder: string, options: CommonOptions) => remove(context, folder, options))
  common(program.command('failed'))
    .description('files that could not be read, and why')
    .option('--retry', 'read them again, changed or not')
    .action((options: FailedOptions) => failed(context, options))
  common(program.command('models'))
    .description('encoders: which there are, which is in use; get, use, import, verify, remove or forget one')
    .argument('[action]', 'list (default), get, use, import, verify, remove or forget')
    .argument('[name]', 'a model id; for import a folder')
    .option('--dry-run', 'use: only show what the switch costs')
    .option('--dtype <name>', 'get: precision of the files, such as q8; default: what suits the model')
    .addHelpText('after', MODELS_HELP)
    .action((action: string | undefined, name: string | undefined, options: ModelsOptions) =>
      action === undefined || action === 'list'
        ? models(context, options)
        : changeModels(context, action, name, options),
    )
  common(program.command('identify'))
    .description('photo-ID: tell individual animals apart by their markings')
    .argument('<action>', 'list, add, run, decide, review, export, …: see below')
    .argument('[args...]')
    .option('--project <id>', 'which project; not needed where there is one')
    .option('--species <name>', 'add: scientific name of the project, made where there is none of it')
    .option('--population <name>', 'add: population or study area')
    .option('--csv <file>', 'add: encounters, places and names from a table')
    .addOption(new Option('--map <field=column>', 'add: which column holds what; repeatable').argParser(collect))
    .option('--gap-minutes <n>', 'add: a longer pause begins another encounter (default 30)')
    .option('--gap-metres <n>', 'add: so does a longer step (default 500)')
    .option('--any-side', 'compare photos of different sides too')
    .option('--by <name>', 'who decides; recorded (default: the name you are logged in by)')
    .option('--auto', 'review: by the rule, without looking')
    .option('--precision <p>', "review: share of accepted matches that must be right (default: the project's target)")
    .option('--accept', 'review: accept what would be accepted')
    .option('--against <photo>', 'decide: the photo it was compared with (default: the individual’s most similar)')
    .option('--count <n>', 'log: how many entries (default 50)')
    .option('--yes', 'delete: do it')
    .option('--occasions <unit>', 'export: day, month, year or encounter (default day)')
    .option('--with-photos', 'export zip: the photos too')
    .option('--individuals <n>', 'demo: how many (default 12)')
    .option('--photos <n>', 'demo: of each (default 4)')
    .option('--seed <n>', 'demo: another seed, another population (default 1)')
    .option(
      '--extractors <names>',
      'eval: of xfeat, sift, vector, with commas (default: xfeat and sift fused, each alone)',
    )
    .option('--regions <how>', 'eval: auto or whole (default auto)')
    .option('--rotations <n>', 'eval: 1, or 4 where animals lie any way up (default 1)')
    .option('--shortlist <n>', 'eval: how many candidates are compared, or all (default all)')
    .addHelpText('after', IDENTIFY_HELP)
    .action((action: string, args: readonly string[], options: IdentifyOptions) =>
      identify(context, action, args, options),
    )
  common(program.command('doctor'))
    .description('what was found on this machine, what is missing, and the remedy')
    .action((options: CommonOptions) => doctor(context, options))
  program
    .command('serve')
    .description('the interface in a browser tab, served by this machine; `resight serve --help` lists its options')
    .allowUnknownOption()
    .argument('[options...]')
    .action(() => {
      throw new ResightError('unsupported', '`serve` is a program of its own', { remedy: 'Start it by bin/resight.' })
    })

  common(program.command('eval'))
    .description('measure retrieval on a labelled set')
    .addHelpText(
      'after',
      '\nTasks:\n  captions DIR | classes DIR | composed DIR | instances DATABASE QUERIES\nLayouts: docs/evaluation.md',
    )
    .argument('<task>', 'captions, classes, composed or instances')
    .argument('<dirs...>', 'the folder or folders of the set')
    .addOption(new Option('--method <name>', 'composition method').choices(COMPOSITION_METHODS))
    .addOption(new Option('--rerank <name>', 'reranker').choices(RERANKERS))
    .option('--balance <0..1>', '0 photo only … 1 words only')
    .action((task: string, dirs: readonly string[], options: EvaluateOptions) => evaluate(context, task, dirs, options))
  return program
}

function common(command: Command): Command {
  return command
    .option('--library <dir>', "where the library lives (default: the system's own data folder, or RESIGHT_LIBRARY)")
    .option('--model <id>', 'encoder to use')
    .addOption(
      new Option('--device <name>', "where models run (default: the library's setting, else auto)").choices(DEVICES),
    )
    .option('--json', 'machine-readable output')
}
