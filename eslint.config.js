import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** @param {...{ group: string[]; message: string }} patterns */
const boundary = (...patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});

const notTests = { group: ['**/test/**'], message: 'Only tests import from test/.' };
const notLocal = { group: ['**/local/**'], message: 'Only local/ and tests know that there is a local cloud.' };
const notCdk = {
  group: ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs'],
  message: 'What runs in Lambda never imports the CDK.',
};
const notLdap = { group: ['ldapts'], message: 'functions/directory/ldap-*.ts alone speak LDAP.' };
const notMiddy = { group: ['@middy/*'], message: 'functions/step/to-handler.ts alone uses middy.' };
const notPages = { group: ['**/*.tsx'], message: 'Node runs lib/ directly, and does not run .tsx.' };

export default defineConfig(
  globalIgnores(['cdk.out', '.local', 'node_modules']),
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // B-01: secrets come from crypto.randomBytes alone.
      'no-restricted-imports': [
        'error',
        ...['node:crypto', 'crypto'].map((name) => ({
          name,
          importNames: ['randomUUID', 'pseudoRandomBytes'],
          message: 'Use crypto.randomBytes for secrets, ulid() for ids.',
        })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Use crypto.randomBytes.' },
        { property: 'randomUUID', message: 'Use crypto.randomBytes for secrets, ulid() for ids.' },
      ],
    },
  },
  {
    files: ['functions/**'],
    rules: {
      ...boundary(notTests, notLocal, notCdk, notLdap, notMiddy),
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      'no-console': 'error',
    },
  },
  {
    files: ['functions/directory/ldap-*.ts'],
    rules: {
      ...boundary(notTests, notLocal, notCdk, notMiddy),
      'no-restricted-syntax': [
        'error',
        {
          // I-06: ldapts writes its own filters and escapes what they hold; a text is parsed as it stands.
          selector: 'Property[key.name="filter"] > :matches(Literal, TemplateLiteral, BinaryExpression).value',
          message: 'Filters are objects of ldapts, never texts.',
        },
      ],
    },
  },
  { files: ['functions/step/to-handler.ts'], rules: boundary(notTests, notLocal, notCdk, notLdap) },
  {
    files: ['lib/**'],
    rules: {
      ...boundary(notTests, notLocal, notPages, notLdap, notMiddy),
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
    },
  },
  { files: ['local/**'], rules: boundary(notTests) },
  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
);
