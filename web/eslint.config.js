import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.d.ts', 'src/components.d.ts'] },
  ...ts.configs.strict,
  ...vue.configs['flat/essential'],
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    rules: {
      'max-lines': ['error', 400],
      'vue/multi-word-component-names': 'off',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/no-bare-strings-in-template': ['error', { allowlist: ['·', '/', '—', '…', '：', '，', '+', '×', '%', 'j', 'k', 'a', 'Enter', '中', 'EN'] }],
      'no-restricted-syntax': ['error', {
        selector: "CallExpression[callee.name='fetch']",
        message: 'Only src/api talks to the server.',
      }],
    },
  },
  { files: ['src/api/**', 'src/service-worker.js'], rules: { 'no-restricted-syntax': 'off' } },
)
