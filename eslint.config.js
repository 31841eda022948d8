import { fileURLToPath } from 'node:url'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { layers } from './scripts/lint/layers.ts'

const root = fileURLToPath(new URL('.', import.meta.url))
const resight = { rules: { layers } }

/**
 * Habits that hold in every language of the tree.
 *
 * @type {import('eslint').Linter.RulesRecord}
 */
const everywhere = {
  'resight/layers': ['error', { root }],
  'max-lines': ['error', { max: 300 }],
  eqeqeq: 'error',
  'no-cond-assign': 'error',
  'no-control-regex': 'error',
  'no-empty': 'error',
  'no-fallthrough': 'error',
  'no-self-compare': 'error',
  'no-template-curly-in-string': 'error',
  'no-unsafe-finally': 'error',
  'no-useless-escape': 'error',
  'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
  'no-restricted-imports': [
    'error',
    {
      paths: [
        { name: 'node:assert', message: "Use 'node:assert/strict'." },
        { name: 'assert', message: "Use 'node:assert/strict'." },
        { name: 'fs', message: "Write 'node:fs'." },
        { name: 'path', message: "Write 'node:path'." },
        { name: 'os', message: "Write 'node:os'." },
        { name: 'url', message: "Write 'node:url'." },
        { name: 'child_process', message: "Write 'node:child_process'." },
      ],
    },
  ],
}

/** Packages that one folder hides from the rest. */
const HIDDEN = /** @type {readonly { name: string, home: string, open?: readonly string[] }[]} */ ([
  { name: 'faiss-node', home: 'core/index' },
  { name: 'node:sqlite', home: 'core/library' },
  // Sessions are opened in one place; tensors, a session's inputs, are made where the numbers are.
  { name: 'onnxruntime-node', home: 'core/runtime', open: ['Tensor'] },
])

/**
 * @param {string | null} home the folder whose own package is not hidden from it
 * @returns {import('eslint').Linter.RulesRecord}
 */
function hideExceptFrom(home) {
  const paths = HIDDEN.filter((hidden) => hidden.home !== home).map((hidden) => ({
    name: hidden.name,
    message: `Only ${hidden.home} imports it; use what that folder offers.`,
    allowTypeImports: true,
    ...(hidden.open && { allowImportNames: hidden.open }),
  }))
  return { '@typescript-eslint/no-restricted-imports': ['error', { paths }] }
}

export default tseslint.config(
  { ignores: ['node_modules', 'build', '**/dist', 'models/**', 'tests/fixtures/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    plugins: { resight },
    rules: {
      ...everywhere,
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-expressions': 'error',
      // node:test's `test()` and `describe()` give promises that the runner awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // An index that a loop has just bounded is checked by hand; `!` says so where the type can't.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // The type says what a value should be; from outside it may be anything, and is checked all the same.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      // `Device | string` tells a reader what to expect.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Interfaces ask for promises of implementations that have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['app/renderer/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest']],
    rules: {
      // The React Compiler is not used, so that it skips a virtualiser is no news.
      'react-hooks/incompatible-library': 'off',
      // React awaits nothing that a handler returns; what may fail in one shows its own error.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  // A later block replaces an earlier one's rule, so each home's block repeats the others' names.
  { files: ['core/**/*.ts', 'app/**/*.ts'], ignores: ['**/*.test.ts'], rules: hideExceptFrom(null) },
  ...HIDDEN.map(({ home }) => ({ files: [`${home}/**/*.ts`], ignores: ['**/*.test.ts'], rules: hideExceptFrom(home) })),
  {
    // Plain JavaScript: what runs before Node 24 is there. tsc checks its types by its doc comments.
    files: ['**/*.{js,mjs,cjs}', 'bin/resight'],
    plugins: { resight },
    rules: { ...everywhere, 'no-unused-expressions': 'error', 'no-undef': 'off' },
  },
  {
    files: ['**/*.test.ts'],
    rules: {
      'max-lines': ['error', { max: 500 }],
      '@typescript-eslint/unbound-method': 'off',
      // What a test reads back is anything until the assertion that follows.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  { files: ['*.config.js'], rules: { 'no-restricted-exports': 'off' } },
)
