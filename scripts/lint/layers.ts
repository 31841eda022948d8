import { dirname, join, relative, sep } from 'node:path'
import type { Rule } from 'eslint'
import type { Node } from 'estree'
import { importProblem, rowOf } from './import-table.ts'

/**
 * ESLint rule: imports go one way, by the table in import-table.ts. It reads every form that names a module: import,
 * export … from, import(), require(), and `new URL('…', import.meta.url)`, by which workers and child processes start.
 */
export const layers: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object', properties: { root: { type: 'string' } }, required: ['root'] }],
    messages: {
      noRow: '{{file}} is in no row of scripts/lint/import-table.ts: move it, or give its folder a row.',
      wrongWay: '{{problem}} (scripts/lint/import-table.ts). Have the caller hand it in instead.',
      unreadable: 'A module named at run time escapes the import table: name it with a literal.',
    },
  },
  create(context) {
    const { root } = context.options[0] as { readonly root: string }
    const file = slashes(relative(root, context.filename))

    function check(node: Node, specifier: string): void {
      const target = specifier.startsWith('.')
        ? slashes(relative(root, join(dirname(context.filename), specifier)))
        : null
      const problem = importProblem(file, specifier, target)
      if (problem !== null) context.report({ node, messageId: 'wrongWay', data: { problem } })
    }

    function checkExpression(node: Node, argument: Node | undefined): void {
      const specifier = argument === undefined ? null : literalOf(argument)
      if (specifier !== null) check(node, specifier)
    }

    return {
      Program(node) {
        if (rowOf(file) === undefined) context.report({ node, messageId: 'noRow', data: { file } })
      },
      ImportDeclaration: (node) => check(node, String(node.source.value)),
      ExportAllDeclaration: (node) => check(node, String(node.source.value)),
      ExportNamedDeclaration: (node) => {
        if (node.source) check(node, String(node.source.value))
      },
      ImportExpression: (node) => {
        if (literalOf(node.source) === null && file.startsWith('core/'))
          context.report({ node, messageId: 'unreadable' })
        checkExpression(node, node.source)
      },
      CallExpression: (node) => {
        if (node.callee.type === 'Identifier' && node.callee.name === 'require')
          checkExpression(node, node.arguments[0])
      },
      NewExpression: (node) => {
        const [first, second] = node.arguments
        const isModuleUrl =
          node.callee.type === 'Identifier' &&
          node.callee.name === 'URL' &&
          second !== undefined &&
          context.sourceCode.getText(second) === 'import.meta.url'
        const specifier = isModuleUrl && first !== undefined ? literalOf(first) : null
        // Data files are no modules: only what Node would run counts.
        if (specifier !== null && /\.[cm]?[jt]sx?$/.test(specifier)) check(node, specifier)
      },
      // `import('…').Type` in a type position
      TSImportType: (node: Node & { readonly source: Node }) => checkExpression(node, node.source),
    }
  },
}

function literalOf(node: Node): string | null {
  if (node.type === 'Literal') {
    return typeof node.value === 'string' ? node.value : null
  }
  if (node.type !== 'TemplateLiteral') return null
  const { expressions, quasis } = node
  return expressions.length === 0 ? (quasis[0]?.value.cooked ?? null) : null
}

function slashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/')
}
