import comments from '@eslint-community/eslint-plugin-eslint-comments';
import js from '@eslint/js';
import nodePlugin from 'eslint-plugin-n';
import unicorn from 'eslint-plugin-unicorn';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const size = {
  'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 3],
  'max-depth': ['error', 3],
  complexity: ['error', 10],
};

export default defineConfig(
  { ignores: ['dist/', 'data/', 'node_modules/', '**/*.mjs', '.*.mjs'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { n: nodePlugin, unicorn, 'eslint-comments': comments },
    rules: {
      ...size,
      'no-console': 'error',
      'n/no-process-exit': 'error',
      'n/no-process-env': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
      'func-style': ['error', 'declaration', { allowArrowFunctions: true }],
      'unicorn/filename-case': ['error', { case: 'kebabCase' }],
      'unicorn/prefer-node-protocol': 'error',
      'eslint-comments/require-description': ['error', { ignore: ['eslint-enable'] }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    },
  },
  {
    // Tests and benchmarks tell a story from top to bottom: their length is not complexity. They start programs, so they read the environment.
    files: ['**/*.test.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': 'off', 'n/no-process-env': 'off' },
  },
  // A table that is written by a program is as long as it is.
  { files: ['**/*.generated.ts'], rules: { 'max-lines': 'off' } },
  // A program of its own: it has no settings but its options and this one key.
  { files: ['sandbox/main.ts'], rules: { 'n/no-process-env': 'off' } },
  { files: ['bench/main.ts'], rules: { 'no-console': 'off' } },
);
